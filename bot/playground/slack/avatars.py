"""Pictures of people and apps: plain squares in a colour of their own, drawn when they are asked for."""

import hashlib
import struct
import zlib

AVATAR_SIZES = (24, 32, 48, 72, 192, 512)


def colour_of(owner_id: str) -> str:
    """Six hexadecimal digits, always the same for the same id."""
    return hashlib.sha256(owner_id.encode()).hexdigest()[:6]


def avatar_url(base_url: str, owner_id: str, size: int) -> str:
    """Where the picture of this user, bot or team is served."""
    return f"{base_url}/avatars/{owner_id}-{size}.png"


def avatar(owner_id: str, size: int) -> bytes:
    """A PNG of one colour, ``size`` pixels wide and high."""
    pixel = bytes.fromhex(colour_of(owner_id))
    rows = (b"\0" + pixel * size) * size
    header = struct.pack(">2I5B", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
