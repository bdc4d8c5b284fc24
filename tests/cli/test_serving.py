"""The command itself, as a process: it serves, stops, and gives way."""

import asyncio
import json
import signal
import socket
import sqlite3
from asyncio.subprocess import PIPE
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import psutil
import pytest

from tests.cli.conftest import KEY
from tests.processes import PROGRAM, environment, run, serving
from tests.scenarios.surveys import SurveyTool, a_review


def settings_for(url: str) -> dict[str, str]:
    """A set-up without Slack."""
    return {"BELLWETHER_DATABASE_URL": url, "BELLWETHER_SECRET_KEY": KEY}


async def test_a_survey_sent_to_the_address_that_source_add_printed_counts(tmp_path: Path) -> None:
    settings = settings_for("sqlite:///bellwether.db")
    added = await run("source", "add", "acme-surveys", "--json", settings=settings, folder=tmp_path)
    source = json.loads(added.out)
    async with serving(settings, tmp_path, measured=True) as server, aiohttp.ClientSession() as session:
        tool = SurveyTool(session, urlsplit(source["url"]).path, source["secret"])
        assert (await tool.send(server.url, a_review("rv-1", score=1))).status == 202
        asked = await run("health", "acme", "--json", settings=settings, folder=tmp_path)
        assert await server.stop() == 0
    assert (asked.code, asked.err) == (0, "")
    assert json.loads(asked.out)["csat"]["positive"] == 1


async def test_a_key_that_does_not_fit_is_told_at_the_start_and_loses_no_survey(tmp_path: Path) -> None:
    settings = settings_for("sqlite:///bellwether.db")
    added = await run("source", "add", "acme-surveys", "--json", settings=settings, folder=tmp_path)
    source = json.loads(added.out)
    wrong = settings | {"BELLWETHER_SECRET_KEY": "another"}
    async with serving(wrong, tmp_path) as server, aiohttp.ClientSession() as session:
        assert "is not the key of the secrets of the source acme-surveys" in server.log.read_text()
        tool = SurveyTool(session, urlsplit(source["url"]).path, source["secret"])
        reply = await tool.send(server.url, a_review("rv-1"))
    assert reply.status == 503, "the survey tool comes again"
    assert "KEY" not in str(reply.said)


async def test_a_second_process_on_the_same_file_gives_way_with_a_sentence(tmp_path: Path) -> None:
    settings = settings_for("sqlite:///bellwether.db")
    async with serving(settings, tmp_path):
        second = await run("serve", "--port", "0", settings=settings, folder=tmp_path)
    assert (second.code, second.out) == (1, "")
    assert second.err == (
        "Another Bellwether serves bellwether.db already. Stop it first, or use another database.\n"
    )


async def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        settings = settings_for("sqlite:///bellwether.db") | {"SLACK_SIGNING_SECRET": "abc"}
        refused = await run("serve", "--port", port, settings=settings, folder=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"Port {port} on 127.0.0.1 is in use by another program; choose another one.\n"


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_in_good_order(sent: signal.Signals, tmp_path: Path) -> None:
    async with serving(settings_for("sqlite:///bellwether.db"), tmp_path) as server:
        server.process.send_signal(sent)
        async with asyncio.timeout(20):
            assert await server.process.wait() == 0
        assert "Traceback" not in server.log.read_text()
    with sqlite3.connect(tmp_path / "bellwether.db") as database:
        assert database.execute("SELECT COUNT(*) FROM processes").fetchone() == (0,)
    database.close()


async def test_the_demo_says_where_it_is_and_stops(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(*PROGRAM, "demo", "--empty", "--port", "0"), stdout=PIPE, cwd=tmp_path, env=environment({})
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            while b"http://127.0.0.1:" not in await process.stdout.readline():
                pass
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    assert (tmp_path / ".demo" / "bellwether.db").exists()


async def test_a_command_that_is_interrupted_ends_quietly_with_130(tmp_path: Path) -> None:
    settings = settings_for("sqlite:///bellwether.db")
    await run("migrate", settings=settings, folder=tmp_path)
    lock = sqlite3.connect(tmp_path / "bellwether.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, "source", "list", stdout=PIPE, stderr=PIPE, cwd=tmp_path, env=environment(settings)
    )
    try:
        await _opens(process.pid, tmp_path / "bellwether.db")
        process.send_signal(signal.SIGINT)
        lock.rollback()
        async with asyncio.timeout(20):
            printed = await process.communicate()
    finally:
        lock.close()
        if process.returncode is None:
            process.kill()
    assert (process.returncode, *printed) == (130, b"", b"")


async def _opens(pid: int, path: Path) -> None:
    """Wait until a process has that file open."""
    async with asyncio.timeout(20):
        while not any(file.path == str(path) for file in psutil.Process(pid).open_files()):
            await asyncio.sleep(0.01)
