"""Opening a file: what it is, and what it will be known by when the import goes on after an interruption."""

import hashlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.errors import InvalidInput
from bot.imports import csvfile, jsonlines
from bot.imports.columns import Header, Naming, read_header, require
from bot.imports.values import Record

_HEAD = 65_536  # bytes that tell what a file is
_LONGEST_HEADER = 1_048_576
_PIECE = 1_048_576
_BOM = b"\xef\xbb\xbf"
# How files begin that are not text in UTF-8.
_NOT_TEXT = {
    b"\xff\xfe": "is in UTF-16: save it as UTF-8 (a spreadsheet calls it CSV UTF-8)",
    b"\xfe\xff": "is in UTF-16: save it as UTF-8 (a spreadsheet calls it CSV UTF-8)",
    b"PK\x03\x04": "is a spreadsheet or an archive: save the sheet as CSV UTF-8",
    b"\xd0\xcf\x11\xe0": "is a spreadsheet: save the sheet as CSV UTF-8",
    b"\x1f\x8b": "is compressed: unpack it first",
}
_JSON_ENDINGS = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A file to read from; ``size`` in bytes, ``fingerprint`` of its content."""

    name: str
    file: BinaryIO
    size: int
    fingerprint: str
    naming: Naming
    header: Header | None  # None: JSON Lines

    def records(self, offset: int, line: int) -> Iterator[Record]:
        """The records from ``offset`` on, the first byte of line ``line`` + 1; 0 and 0 is the beginning."""
        if self.header is None:
            return jsonlines.records(self.file, self.naming, offset or self._start, line)
        offset, line = (offset, line) if offset else self._behind_header()
        return csvfile.records(self.file, self.header, offset, line)

    @property
    def _start(self) -> int:
        self.file.seek(0)
        return len(_BOM) if self.file.read(len(_BOM)) == _BOM else 0

    def _behind_header(self) -> tuple[int, int]:
        self.file.seek(0)
        return len(self.file.readline(_LONGEST_HEADER)), 1


@contextmanager
def opened(path: Path, naming: Naming, required: Sequence[Sequence[str]]) -> Iterator[Opened]:
    """The file, or standard input for ``-``; raises InvalidInput with a sentence."""
    name = "standard input" if str(path) == "-" else str(path)
    with ExitStack() as stack:
        try:
            file: BinaryIO = stack.enter_context(_spooled() if str(path) == "-" else path.open("rb"))
            size, fingerprint = _fingerprint(file)
            file.seek(0)
            head = file.read(_HEAD)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise InvalidInput({name: f"cannot be read: {reason}"}) from None
        _refuse_what_is_no_text(name, head)
        header = None
        if not _is_json(path, head):
            header = _header(name, file, naming)
            require(header.columns, required)
        yield Opened(name, file, size, fingerprint, naming, header)


@contextmanager
def _spooled() -> Iterator[BinaryIO]:
    """Standard input on the disk, so that it can be read again."""
    with tempfile.TemporaryFile() as file:
        while piece := sys.stdin.buffer.read(_PIECE):
            file.write(piece)
        yield file


def _fingerprint(file: BinaryIO) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    file.seek(0)
    while piece := file.read(_PIECE):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _refuse_what_is_no_text(name: str, head: bytes) -> None:
    if not head.removeprefix(_BOM).strip():
        raise InvalidInput({name: "is empty"})
    for beginning, sentence in _NOT_TEXT.items():
        if head.startswith(beginning):
            raise InvalidInput({name: sentence})
    if b"\x00" in head:
        raise InvalidInput({name: "is not text: it holds NUL bytes (UTF-16, or a binary file?)"})


def _is_json(path: Path, head: bytes) -> bool:
    beginning = head.removeprefix(_BOM).lstrip()[:1]
    if beginning == b"[":
        raise InvalidInput({str(path): "is one JSON list: write one object a line (JSON Lines)"})
    return beginning == b"{" or path.suffix.lower() in _JSON_ENDINGS


def _header(name: str, file: BinaryIO, naming: Naming) -> Header:
    file.seek(0)
    first = file.readline(_LONGEST_HEADER)
    if len(first) == _LONGEST_HEADER:
        raise InvalidInput({name: f"has a first line of more than {_LONGEST_HEADER:,} bytes: is it CSV?"})
    try:
        return read_header(first.decode("utf-8-sig"), naming)
    except UnicodeDecodeError:
        raise InvalidInput({name: "is not text in UTF-8 (a spreadsheet calls it CSV UTF-8)"}) from None
