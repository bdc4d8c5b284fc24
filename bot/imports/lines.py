"""The lines of a file, one at a time, with where they lie: however large the file, one line is in memory."""

from collections.abc import Iterator
from typing import BinaryIO

LONGEST = 2_097_152  # bytes of a line: the longest comment, every character of it escaped
_PIECE = 1_048_576


class TooLong(Exception):
    """A line is longer than LONGEST; it has been passed over."""


class Lines(Iterator[str]):
    """Lines of UTF-8 from ``offset``, the first byte of line ``line`` + 1.

    ``line`` and ``offset`` say what has been read. Bytes that are not UTF-8 come as U+FFFD, and ``broken``
    is set until it is cleared.
    """

    def __init__(self, file: BinaryIO, offset: int, line: int) -> None:
        self._file = file
        self.line = line
        self.offset = offset
        self.broken = False
        self._second = (offset, line)
        file.seek(offset)

    def __next__(self) -> str:
        """The next line with its line break; raises TooLong."""
        raw = self._file.readline(LONGEST + 1)
        if not raw:
            raise StopIteration
        self.line += 1
        self.offset += len(raw)
        if len(raw) > LONGEST:
            self._pass_over(raw)
            raise TooLong
        try:
            return raw.decode()
        except UnicodeDecodeError:
            self.broken = True
            return raw.decode(errors="replace")

    def first(self) -> str:
        """The next line, behind which ``back`` returns."""
        self.broken = False
        try:
            return next(self)
        finally:
            self._second = (self.offset, self.line)

    def back(self) -> None:
        """Read again from behind the line that ``first`` gave."""
        self.offset, self.line = self._second
        self._file.seek(self.offset)

    def _pass_over(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._file.readline(_PIECE)
            self.offset += len(raw)
