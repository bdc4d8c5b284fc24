"""Real processes of ours, in an environment that holds nothing of the tester's."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

PROJECT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "bot")
START_SECONDS, STOP_SECONDS, COMMAND_SECONDS = 60.0, 30.0, 60.0  # for a machine with much else to do


class DidNotServe(RuntimeError):
    """The process ended, or said nothing, instead of serving: its own words."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Server:
    """A `bellwether serve` that has said that it serves, and where."""

    process: Process
    url: str
    log: Path

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def vitals(self) -> psutil.Process:
        """What the operating system knows of it."""
        return psutil.Process(self.pid)

    async def kill(self) -> None:
        """``kill -9``: it cannot finish anything."""
        self.process.kill()
        await _ended(self.process)

    async def stop(self) -> int:
        """SIGTERM; the exit code, once it has left by itself."""
        self.process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            return await _ended(self.process)


def environment(settings: Mapping[str, str], *, measured: bool = False) -> dict[str, str]:
    """These settings and no others; ``measured`` lets the coverage of a test run reach the process."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"}
    if measured:
        kept |= {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return kept | dict(settings)


async def run(*arguments: str, settings: Mapping[str, str], folder: Path, typed: str = "") -> Finished:
    """Run one command of `bellwether` to its end."""
    process = await asyncio.create_subprocess_exec(
        *PROGRAM,
        *arguments,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=folder,
        env=environment(settings, measured=True),
    )
    try:
        async with asyncio.timeout(COMMAND_SECONDS):
            out, err = await process.communicate(typed.encode())
    except TimeoutError:
        process.kill()
        await process.communicate()
        raise
    return Finished(process.returncode or 0, out.decode(), err.decode())


@asynccontextmanager
async def serving(
    settings: Mapping[str, str], folder: Path, *arguments: str, measured: bool = False
) -> AsyncIterator[Server]:
    """`bellwether serve` on a free port, until the block ends or a test has ended it before."""
    log = folder / "serve.log"
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *PROGRAM,
            *("serve", "--port", "0", *arguments),
            stdout=PIPE,
            stderr=errors,
            cwd=folder,
            env=environment(settings, measured=measured),
        )
    try:
        yield Server(process, await _announced(process, log), log)
    finally:
        if process.returncode is None:
            process.kill()
        await _ended(process)


async def _announced(process: Process, log: Path) -> str:
    """The address it says it serves at."""
    assert process.stdout is not None
    said = b""
    try:
        async with asyncio.timeout(START_SECONDS):
            said = await process.stdout.readline()
    except TimeoutError:
        pass
    words = said.decode().split()
    if words[:3] != ["Bellwether", "serves", "at"]:
        raise DidNotServe(f"{said!r}\n{log.read_text()}")
    return words[3]


async def _ended(process: Process) -> int:
    # Its output is read to the end, or the event loop would keep the pipe.
    assert process.stdout is not None
    await process.stdout.read()
    return await process.wait()
