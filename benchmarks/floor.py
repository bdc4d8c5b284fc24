"""The floor: a bare aiohttp handler that checks the signature and inserts one row, group-committed.

The least that "a signed survey is durable before its 202" can cost with this server and SQLite at
synchronous=FULL: no customer is found, nothing is scored or judged, and nothing can be asked of the table.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import queue
import sqlite3
import sys
import threading
from typing import Any

import uvloop
from aiohttp import web

_TABLE = "CREATE TABLE reviews (id TEXT PRIMARY KEY, received_at INTEGER, body TEXT)"


class Floor:
    """One writer thread, one transaction for whatever waits."""

    def __init__(self, path: str, secret: str) -> None:
        self._key = base64.b64decode(secret.removeprefix("whsec_"))
        self._path = path
        self._waiting: queue.SimpleQueue[tuple[tuple[str, int, str], asyncio.Future[None]]] = (
            queue.SimpleQueue()
        )

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        threading.Thread(target=self._write, args=[loop], daemon=True).start()

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        identity, timestamp = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        expected = hmac.new(self._key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
        given = request.headers["webhook-signature"].removeprefix("v1,")
        if not hmac.compare_digest(base64.b64encode(expected).decode(), given):
            return web.Response(status=401)
        review = json.loads(body)["data"]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put(((review["id"], int(timestamp), body.decode()), done))
        await done
        return web.Response(status=202, body=b'{"status": "accepted"}', content_type="application/json")

    def _write(self, loop: asyncio.AbstractEventLoop) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(_TABLE)
        while True:
            group = [self._waiting.get()]
            while len(group) < 200 and not self._waiting.empty():
                group.append(self._waiting.get())
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO reviews VALUES (?, ?, ?)", [row for row, _ in group])
            connection.execute("COMMIT")
            loop.call_soon_threadsafe(_resolve, [done for _, done in group])


def _resolve(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        future.set_result(None)


async def main(path: str, secret: str) -> None:
    """Serve until standard input closes."""
    floor = Floor(path, secret)
    floor.start(asyncio.get_running_loop())
    app = web.Application()
    app.router.add_post("/hooks/{token}", floor.take)
    runner: Any = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2]))
