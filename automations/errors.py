"""How rules are refused: every fault at once, each a sentence under the path of the value it is about."""

from collections.abc import Mapping


class Refused(ValueError):
    """One value was refused; the message is one sentence for the person who wrote it."""


class RuleErrors(Exception):
    """A rule or a document of rules cannot be used.

    ``errors`` maps paths such as ``rules[2].conditions.all[0].is_one_of`` to sentences; what is wrong with
    the whole is under ``rule`` or ``rules``.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("\n".join(f"{path}: {sentence}" for path, sentence in self.errors.items()))


class Problems:
    """Collects refusals while a rule is read; the first sentence under a path stays."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def add(self, path: str, sentence: str) -> None:
        self._found.setdefault(path, sentence)

    def raise_if_any(self) -> None:
        """RuleErrors with everything added so far, if there is anything."""
        if self._found:
            raise RuleErrors(self._found)


def under(path: str, key: str) -> str:
    """The path of a key inside a mapping; the outermost mapping has the empty path."""
    return f"{path}.{key}" if path else key
