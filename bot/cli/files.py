"""Reading and writing the files that people name."""

import sys
from pathlib import Path

from bot.errors import InvalidInput

_LARGEST = 4_194_304  # bytes of a document that people write


def read_text(path: Path) -> str:
    """A file's text, or standard input's for ``-``; raises InvalidInput with a sentence."""
    try:
        raw = sys.stdin.buffer.read(_LARGEST + 1) if str(path) == "-" else _read(path)
    except OSError as error:
        raise InvalidInput({str(path): f"cannot be read: {_reason(error)}."}) from None
    if len(raw) > _LARGEST:
        raise InvalidInput({str(path): f"is larger than {_LARGEST // 1_048_576} MB."})
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput({str(path): "is not text in UTF-8."}) from None


def write_text(path: Path, text: str) -> None:
    """Write a file, over the one that is there; raises InvalidInput with a sentence."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput({str(path): f"cannot be written: {_reason(error)}."}) from None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST + 1)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
