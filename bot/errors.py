"""Errors that cross a boundary. Each says in a sentence what is wrong, and whether trying again can help."""

from collections.abc import Mapping


class BellwetherError(Exception):
    """Anything the product can explain to a person; ``str(error)`` is the sentence."""


class InvalidInput(BellwetherError):
    """Input that a person can correct. ``problems`` holds one sentence per field or place."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{place}: {sentence}" for place, sentence in self.problems.items()))


class NotFound(BellwetherError):
    """The thing named does not exist in this workspace (any more)."""


class NotAllowed(BellwetherError):
    """The person may not do this."""


class Conflict(BellwetherError):
    """Somebody else was first; the sentence says who and what."""


class Unavailable(BellwetherError):
    """The database cannot take the work at present; nothing was kept, trying again later helps."""


class DeliveryFailed(BellwetherError):
    """Something could not be sent.

    ``code`` is the outside system's word for it, ``permanent`` says that trying again cannot help,
    ``retry_after`` is the wait in seconds that the other side asked for, and ``uncertain`` that the
    request may have been carried out although no answer came.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        uncertain: bool = False,
    ) -> None:
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.uncertain = uncertain
        super().__init__(sentence)
