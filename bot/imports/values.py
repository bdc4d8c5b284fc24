"""What a file is read into."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Generic, TypeVar

from bot.sources.values import Company, Contact

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file, or several where a quoted cell holds line breaks, before it is understood.

    ``line`` counts from 1 and is its first; ``last`` its last; ``end`` the byte behind it. ``cells`` go by
    our column names. ``problem`` is a sentence when it could not be taken apart.
    """

    line: int
    last: int
    end: int
    cells: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken, and a sentence for each field that is to blame."""

    line: int
    problems: tuple[str, ...]
    cells: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A record that was understood."""

    record: Record
    value: T

    def refuse(self, *problems: str) -> Refused:
        """Not taken after all."""
        return Refused(self.record.line, problems, self.record.cells)


@dataclass(frozen=True, slots=True)
class Fact:
    """A customer, ticket or interaction as a row tells it.

    ``values`` holds what was given, by the columns of its table; ``emptied`` the columns that the file has
    and this row leaves empty.
    """

    id: str
    company: Company | None
    contact: Contact | None
    values: Mapping[str, Any]
    emptied: frozenset[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows. ``older`` ones lost to a newer version that is stored."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    refused: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """The sum of both."""
        return Counts(**{name: value + getattr(other, name) for name, value in asdict(self).items()})

    def refusing(self, more: int) -> "Counts":
        """With so many more refused."""
        return replace(self, refused=self.refused + more)


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a batch came to: the counts without refusals, the rows that had to be refused, and the
    people who were met.
    """

    counts: Counts
    refused: tuple[Refused, ...] = ()
    met: frozenset[Hashable] = frozenset()

    def plus(self, other: "Stored") -> "Stored":
        """Both together."""
        return Stored(self.counts.plus(other.counts), self.refused + other.refused, self.met | other.met)
