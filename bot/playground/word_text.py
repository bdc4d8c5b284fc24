"""The first paragraphs of a Word document, for a glance at it.

Anybody may have made the file: no more than the first bytes of a part are unpacked, and a document type
declaration, which no Word document has, ends the reading.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_READ = 2_000_000  # bytes of each part
_PARAGRAPHS = 12
_TEXT = 300


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``kind`` is heading, item (of a list), row (of a table) or text."""

    kind: str
    text: str


def first_paragraphs(content: bytes) -> list[Paragraph]:
    """Those with words in them, long ones cut short; none of what is no Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            styles = _styles(_part(archive, "word/styles.xml")) if "word/styles.xml" in names else {}
            return _paragraphs(_part(archive, "word/document.xml"), styles)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        return []  # damaged, encrypted, packed in an unusual way, or without a document


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_READ)


def _styles(part: bytes) -> dict[str, str]:
    """The kinds of paragraph by style; ids are in the language of the author, names in English."""
    kinds: dict[str, str] = {}
    current = ""

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        if tag == f"{_WORD}style":
            current = attributes.get(f"{_WORD}styleId", "")
        elif tag == f"{_WORD}name" and current:
            name = attributes.get(f"{_WORD}val", "").lower()
            if name.startswith(("heading", "title")):
                kinds[current] = "heading"
            elif name.startswith("list"):
                kinds[current] = "item"

    parser = _parser()
    parser.StartElementHandler = start
    _feed(parser, part)
    return kinds


def _paragraphs(part: bytes, styles: Mapping[str, str]) -> list[Paragraph]:
    body = _Body(styles)
    parser = _parser()
    parser.StartElementHandler = body.start
    parser.EndElementHandler = body.end
    parser.CharacterDataHandler = body.characters
    _feed(parser, part)
    return body.found[:_PARAGRAPHS]


class _EnoughError(Exception):
    """There is nothing more to read, or nothing that should be."""


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise _EnoughError


def _feed(parser: expat.XMLParserType, part: bytes) -> None:
    with suppress(expat.ExpatError, _EnoughError):  # what was read before it is worth a look
        parser.Parse(part, False)  # not final: a large part was cut off


@dataclass(slots=True)
class _Body:
    styles: Mapping[str, str]
    found: list[Paragraph] = field(default_factory=list)
    kind: str = "text"
    words: list[str] = field(default_factory=list)
    cells: list[str] | None = None  # of the row of a table that is being read
    in_text: bool = False
    doubled: int = 0  # depth of what repeats for old programs what stands beside it

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.removeprefix(_WORD)
        if tag.endswith(" Fallback"):
            self.doubled += 1
        elif name == "tr":
            self.cells = []
        elif name == "p":
            self.kind, self.words = "text", []
        elif name == "pStyle":
            self.kind = self.styles.get(attributes.get(f"{_WORD}val", ""), self.kind)
        elif name == "numPr" and self.kind == "text":
            self.kind = "item"
        elif name in ("tab", "br"):
            self.words.append(" ")
        self.in_text = name == "t" and not self.doubled

    def characters(self, text: str) -> None:
        if self.in_text:
            self.words.append(text)

    def end(self, tag: str) -> None:
        name = tag.removeprefix(_WORD)
        self.in_text = False
        if tag.endswith(" Fallback"):
            self.doubled -= 1
        elif name == "p":
            self._keep(self.kind, " ".join("".join(self.words).split()))
            self.kind, self.words = "text", []
        elif name == "tr" and self.cells is not None:
            cells, self.cells = self.cells, None
            self._keep("row", " · ".join(cells))

    def _keep(self, kind: str, text: str) -> None:
        if not text:
            return
        if self.cells is not None:
            self.cells.append(text)
            return
        self.found.append(Paragraph(kind, text if len(text) <= _TEXT else f"{text[:_TEXT]}…"))
        if len(self.found) == _PARAGRAPHS:
            raise _EnoughError
