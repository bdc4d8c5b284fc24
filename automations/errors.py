"""How rules are refused: every fault at once, each a sentence under the path of the value it is about."""

from collections.abc import Mapping


class Refused(ValueError):
    """One value was refused; the message is one sentence for the person who wrote it."""


class RuleErrors(Exception):
    """A rule or a document of rules cannot be used.

    ``errors`` maps paths such as ``rules[2].conditions.all[0].is_one_of`` to sentences; what is wrong with
    the whole is under ``rule`` or ``rules``. ``lines`` maps the same paths to line numbers, from 1, when the
    rules came as text.
    """

    def __init__(self, errors: Mapping[str, str], lines: Mapping[str, int] | None = None) -> None:
        self.errors = dict(errors)
        self.lines = dict(lines or {})
        super().__init__("\n".join(map(self._told, self.errors)))

    def _told(self, path: str) -> str:
        place = f"line {self.lines[path]}, {path}" if path in self.lines else path
        return f"{place}: {self.errors[path]}"


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
