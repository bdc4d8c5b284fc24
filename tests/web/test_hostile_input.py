"""Senders that lie, dawdle, flood or do not speak HTTP."""

import asyncio
import gzip
import json
import logging
import tracemalloc
import zlib
from contextlib import suppress

import pytest

from tests.web.house import TOKEN, House, a_house, an_event

LIMIT = 10_000
BODY = json.dumps(an_event()).encode()


async def raw(house: House, *pieces: bytes, pause_s: float = 0.0) -> bytes:
    """Send bytes as they are and read the answer, until the other side closes or falls silent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        answer = await asyncio.wait_for(reader.read(65536), 10)
        with suppress(TimeoutError):
            while chunk := await asyncio.wait_for(reader.read(65536), 0.2):
                answer += chunk
        return answer
    finally:
        writer.close()


def head(house: House, body: bytes, *lines: str) -> bytes:
    """The head of a signed request for this body, with these lines more."""
    fields = [f"{name}: {value}" for name, value in house.signed(body).items()]
    start = [f"POST /hooks/{TOKEN} HTTP/1.1", "Host: bellwether.example", "Content-Type: application/json"]
    return ("\r\n".join([*start, *fields, *lines]) + "\r\n\r\n").encode()


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


async def test_a_body_over_the_limit_is_too_large_however_it_is_sent() -> None:
    async with a_house(max_body=LIMIT) as house:
        large = json.dumps(an_event(comment="x" * LIMIT)).encode()
        assert await house.send(large) == (413, {"error": "The body is larger than 10,000 bytes."})
        answer = await raw(house, head(house, large, "Transfer-Encoding: chunked") + chunked(large))
        assert answer.startswith(b"HTTP/1.1 413 ")
        announced = await raw(house, head(house, large, "Content-Length: 99999999999999") + b"{")
        assert announced.startswith(b"HTTP/1.1 413 ")
        assert house.counted("too_large") == 3
        assert house.intake.taken == []


async def test_a_body_at_the_limit_is_taken() -> None:
    async with a_house(max_body=LIMIT) as house:
        filler = LIMIT - len(json.dumps(an_event(comment="")).encode())
        assert (await house.send(an_event(comment="x" * filler)))[0] == 202
        assert (await house.send(an_event(comment="x" * (filler + 1))))[0] == 413


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_is_unpacked_no_further_than_the_limit(encoding: str) -> None:
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    bomb = pack(b"0" * 50_000_000)
    async with a_house(max_body=len(bomb)) as house:
        tracemalloc.start()
        try:
            assert (await house.send(bomb, headers={"Content-Encoding": encoding}))[0] == 413
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    "body", [gzip.compress(BODY)[:-3], gzip.compress(BODY) + b"more", b"", BODY], ids=range(4)
)
async def test_a_packed_body_that_is_not_whole_is_refused(body: bytes) -> None:
    async with a_house() as house:
        status, answer = await house.send(body, headers={"Content-Encoding": "gzip"})
        assert (status, answer) == (400, {"error": "The body is not encoded as its Content-Encoding says."})


async def test_a_chunked_body_in_pieces_is_put_together() -> None:
    async with a_house() as house:
        start = head(house, BODY, "Transfer-Encoding: chunked", "Connection: close")
        answer = await raw(
            house, start, *[chunked(BODY)[at : at + 40] for at in range(0, 400, 40)], pause_s=0.01
        )
        assert answer.startswith(b"HTTP/1.1 202 ")
        assert house.intake.bodies == [BODY]


async def test_a_length_that_says_less_than_is_sent_gets_nothing_in() -> None:
    async with a_house() as house:
        answer = await raw(house, head(house, BODY, f"Content-Length: {len(BODY) - 5}") + BODY)
        assert answer[9:12] in (b"400", b"401")
        assert house.intake.taken == []


async def test_a_body_that_dawdles_is_cut_off() -> None:
    async with a_house(read_timeout_s=0.2) as house:
        start = head(house, BODY, f"Content-Length: {len(BODY)}")
        answer = await raw(house, start, BODY[:10], BODY[10:20], pause_s=0.05)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"not complete after 0.2 seconds" in answer
        assert house.counted("too_slow") == 1


async def test_a_sender_that_goes_away_half_way_leaves_nothing_behind() -> None:
    async with a_house() as house:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(head(house, BODY, f"Content-Length: {len(BODY)}") + BODY[:10])
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        assert reader.at_eof() or not await reader.read()
        for _ in range(100):
            if house.counted("broken_off"):
                break
            await asyncio.sleep(0.01)
        assert house.counted("broken_off") == 1
        assert (await house.send(an_event()))[0] == 202


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"hello\r\n\r\n",
        b"POST /hooks/x HTTP/9.9\r\n\r\n",
        b"POST /hooks/x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /hooks/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /hooks/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        b"POST /hooks/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /hooks/" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /hooks/x HTTP/1.1\r\nHost: a\r\nwebhook-id: " + b"x" * 20_000 + b"\r\n\r\n",
        b"POST /hooks/x HTTP/1.1\r\n" + b"X-A: 1\r\n" * 1_000 + b"\r\n",
        b"POST http://[::bad/hooks/x HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST * HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        b"POST /hooks/x HTTP/1.1\r\nHost: a\r\nExpect: a-lot\r\nContent-Length: 0\r\n\r\n",
    ],
)
async def test_what_is_not_http_gets_a_4xx_and_no_traceback(
    request_bytes: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_house() as house:
        with caplog.at_level(logging.DEBUG, "bot.web"):
            answer = await raw(house, request_bytes)
        assert answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
        assert b"Traceback" not in answer
        assert caplog.records == []
        assert (await house.send(an_event()))[0] == 202


async def test_headers_that_are_not_utf8_are_not_authentic() -> None:
    async with a_house() as house:
        start = head(house, BODY, f"Content-Length: {len(BODY)}").replace(b"msg_1", b"msg_\xff\xfe")
        answer = await raw(house, start + BODY)
        assert answer.startswith(b"HTTP/1.1 401 ")


async def test_many_requests_down_one_pipe_are_answered_in_order() -> None:
    async with a_house() as house:
        one = head(house, BODY, f"Content-Length: {len(BODY)}") + BODY
        answer = await raw(house, one * 20)
        assert answer.count(b"HTTP/1.1 202 ") == 1
        assert answer.count(b"HTTP/1.1 200 ") == 19


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"comment": "\x00 \ud800 <!channel>"}, "accepted"),
        ({"company": {"name": "x" * 1_000_000}}, "quarantined"),
        ({"score": True}, "quarantined"),
        ({"score": {"$gt": 0}}, "quarantined"),
        ({"id": "'; DROP TABLE reviews; --"}, "accepted"),
        ({"rated_at": "9999-12-31T23:59:59Z"}, "quarantined"),
    ],
)
async def test_odd_content_gets_a_clear_answer(changes: dict[str, object], status: str) -> None:
    async with a_house() as house:
        code, answer = await house.send(an_event(**changes))
        assert (code, answer["status"]) == (202, status)
