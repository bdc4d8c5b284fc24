"""Reading a stranger's body: not too much of it, not for ever, and unpacked no further than the limit."""

import asyncio
import zlib

from aiohttp import StreamReader, hdrs, web

# zlib's wbits: a gzip header, or a zlib one (which is what HTTP calls deflate).
_ENCODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class BodyRefused(Exception):
    """The body cannot be taken: ``outcome`` is the word to count, ``str(error)`` tells the sender."""

    def __init__(self, status: int, outcome: str, sentence: str) -> None:
        self.status = status
        self.outcome = outcome
        super().__init__(sentence)


async def read_body(request: web.Request, limit: int, timeout_s: float) -> bytes:
    """The body without its Content-Encoding, at most ``limit`` bytes of it; raises BodyRefused."""
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    content = request.content
    try:
        if content.is_eof():
            # The usual case, all of it came with the headers: no timer to set up.
            body = await _read(content, limit)
        else:
            async with asyncio.timeout(timeout_s):
                body = await _read(content, limit)
    except TimeoutError:
        sentence = f"The body was not complete after {timeout_s:g} seconds."
        raise BodyRefused(408, "too_slow", sentence) from None
    except (web.RequestPayloadError, ConnectionError):
        raise BodyRefused(400, "broken_off", "The body was not sent whole.") from None
    encoding = request.headers.get(hdrs.CONTENT_ENCODING, "identity").strip().lower()
    return body if encoding == "identity" else _unpack(body, encoding, limit)


async def _read(content: StreamReader, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := await content.readany():
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _unpack(body: bytes, encoding: str, limit: int) -> bytes:
    if encoding not in _ENCODINGS:
        raise BodyRefused(400, "malformed", "The body's Content-Encoding must be gzip, deflate or identity.")
    unpacker = zlib.decompressobj(_ENCODINGS[encoding])
    try:
        unpacked = unpacker.decompress(body, limit + 1)
    except zlib.error:
        unpacked = b""
    if len(unpacked) > limit:
        raise _too_large(limit)
    if not unpacker.eof or unpacker.unused_data:
        raise BodyRefused(400, "malformed", "The body is not encoded as its Content-Encoding says.")
    return unpacked


def _too_large(limit: int) -> BodyRefused:
    return BodyRefused(413, "too_large", f"The body is larger than {limit:,} bytes.")
