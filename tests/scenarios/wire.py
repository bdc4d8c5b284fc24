"""The wire between the bot and Slack: tests cut it, or let what goes over it get lost."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

HOST = "127.0.0.1"


class Wire:
    """Passes bytes on to a port of this machine; ``lose_requests`` and ``lose_answers`` can be set any time.

    What gets lost leaves the connection open, as a network does: whoever waits for an answer waits in vain.
    """

    def __init__(self, to_port: int) -> None:
        self.lose_requests = False
        self.lose_answers = False
        self._to_port = to_port
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._calls: set[asyncio.Task[None]] = set()
        # Bound and never listening: while the wire is cut, nobody else gets the port.
        self._keeper = _bound(0)
        self.port: int = self._keeper.getsockname()[1]

    @property
    def url(self) -> str:
        """Where the bot finds Slack."""
        return f"http://{HOST}:{self.port}"

    async def mend(self) -> None:
        """Take connections (again), and lose nothing."""
        self.lose_requests = self.lose_answers = False
        if self._server is None:
            self._server = await asyncio.start_server(self._connected, sock=_bound(self.port))

    async def cut(self) -> None:
        """End every connection and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in self._ends:
            end.transport.abort()
        if self._calls:
            await asyncio.wait(self._calls)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._calls.add(task)
        try:
            with suppress(OSError):
                await self._pass_on(reader, writer)
        finally:
            self._calls.discard(task)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        slack_reader, slack_writer = await asyncio.open_connection(HOST, self._to_port)
        ends = {writer, slack_writer}
        self._ends |= ends
        try:
            there = asyncio.create_task(self._pump(reader, slack_writer, requests=True))
            back = asyncio.create_task(self._pump(slack_reader, writer, requests=False))
            await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.transport.abort()
            await asyncio.gather(there, back)
            self._ends -= ends

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, requests: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if not (self.lose_requests if requests else self.lose_answers):
                    writer.write(data)
                    await writer.drain()


@asynccontextmanager
async def a_wire(to_port: int) -> AsyncIterator[Wire]:
    """A wire that works, for as long as the block lasts."""
    wire = Wire(to_port)
    await wire.mend()
    try:
        yield wire
    finally:
        await wire.cut()
        wire._keeper.close()


def _bound(port: int) -> socket.socket:
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind((HOST, port))
    return found
