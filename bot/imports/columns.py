"""Which column is which: the file's names and ours, `--map`, and what to say of the others."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from bot.errors import InvalidInput
from bot.imports.formulas import REPORT_COLUMNS, unguarded

MAX_COLUMNS = 1_000
_DELIMITERS = (",", ";", "\t")
_NAMED = 20  # unknown columns that are told of


@dataclass(slots=True)
class Naming:
    """How the columns of a file are called here. ``unknown`` gathers those that are not used."""

    known: Sequence[str]
    renamed: Mapping[str, str]
    unknown: dict[str, None] = field(default_factory=dict)

    def ours(self, theirs: str) -> str | None:
        """Our name of a column; None when we have none, or when ``--map`` gives it to another."""
        name = theirs.strip()
        if name in self.renamed:
            return self.renamed[name]
        tidy = name.casefold().replace(" ", "_").replace("-", "_")
        if tidy in self.known and tidy not in self.renamed.values():
            return tidy
        if name and tidy not in REPORT_COLUMNS and len(self.unknown) <= _NAMED:
            self.unknown.setdefault(name)
        return None

    def named(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The cells of a record by our names."""
        found = {}
        for theirs, value in record.items():
            if (name := self.ours(theirs)) is not None:
                found[name] = value
        return found

    def warnings(self) -> list[str]:
        """A sentence for every column that is not used."""
        found = [f"The column {name!r} is not used{self._suggestion(name)}." for name in self.unknown]
        return [*found[:_NAMED], *(["More columns are not used."] if len(found) > _NAMED else [])]

    def _suggestion(self, name: str) -> str:
        if name.casefold() in self.renamed.values():
            return f": --map gives {name.casefold()} to another"
        free = [one for one in self.known if one not in self.renamed.values()]
        near = get_close_matches(name.casefold(), free, n=1, cutoff=0.75)
        return f": did you mean {near[0]}? Then say --map {_word(name)}={near[0]}" if near else ""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a CSV file: what parts its cells, and our name of each column, None where unused."""

    delimiter: str
    columns: tuple[str | None, ...]
    theirs: tuple[str, ...]

    def named(self, cells: Sequence[str]) -> dict[str, Any]:
        """The cells of a line by our names."""
        found = {name: cell for name, cell in zip(self.columns, cells, strict=False) if name is not None}
        return unguarded(found) if self.theirs[: len(REPORT_COLUMNS)] == REPORT_COLUMNS else found


def read_header(text: str, naming: Naming) -> Header:
    """The header of a CSV file; raises InvalidInput when it cannot be one."""
    splits = [(delimiter, _split(text, delimiter)) for delimiter in _DELIMITERS]
    wanted = {*naming.known, *naming.renamed}
    delimiter, names = max(
        splits, key=lambda one: (sum(name.strip().casefold() in wanted for name in one[1]), len(one[1]))
    )
    if len(names) > MAX_COLUMNS:
        raise InvalidInput(
            {"line 1": f"has {len(names):,} columns, of which at most {MAX_COLUMNS:,} are read"}
        )
    missing = [name for name in naming.renamed if name not in {one.strip() for one in names}]
    if missing:
        raise InvalidInput({"--map": f"the file has no column {missing[0]!r}"})
    columns = tuple(naming.ours(name) for name in names)
    twice = sorted({name for name in columns if name is not None and columns.count(name) > 1})
    if twice:
        raise InvalidInput({"line 1": f"the column {twice[0]} stands there twice"})
    return Header(delimiter, columns, tuple(name.strip() for name in names))


def require(columns: Sequence[str | None], required: Sequence[Sequence[str]]) -> None:
    """Raise InvalidInput unless, of every group, one column is there."""
    missing = [group for group in required if not any(name in columns for name in group)]
    if missing:
        sentences = [f"the column {' or '.join(group)} is missing" for group in missing]
        hint = "(--map theirs=ours says what the file calls it)"
        raise InvalidInput({"line 1": f"{', and '.join(sentences)} {hint}"})


def read_map(pairs: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """The ``theirs=ours`` of the command line; raises InvalidInput."""
    found: dict[str, str] = {}
    for pair in pairs:
        theirs, sign, ours = (part.strip() for part in pair.rpartition("="))
        if not (theirs and sign and ours):
            raise InvalidInput({"--map": f"{pair!r} is not of the form theirs=ours"})
        if ours not in known:
            near = get_close_matches(ours, known, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise InvalidInput({"--map": f"there is no column {ours!r}{hint}; there are {', '.join(known)}"})
        if theirs in found or ours in found.values():
            raise InvalidInput({"--map": f"{theirs if theirs in found else ours!r} is named twice"})
        found[theirs] = ours
    return found


def _split(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _word(name: str) -> str:
    return name if name.isidentifier() else repr(name)
