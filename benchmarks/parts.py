"""What a benchmark starts and ends: the floor, Bellwether itself, and something that answers like Slack."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks.load import http_request


@dataclass(frozen=True, slots=True)
class Target:
    """Where surveys go and how they are signed."""

    url: str
    secret: str
    pid: int

    def request(self, number: int, customer: int, score: int, kind: str = "rv") -> bytes:
        """One signed survey of about a kilobyte."""
        identity, timestamp = f"{kind}-{number}", str(int(time.time()))
        body = json.dumps(_event(identity, customer, score)).encode()
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        mac = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
        headers = {
            "webhook-id": identity,
            "webhook-timestamp": timestamp,
            "webhook-signature": "v1," + base64.b64encode(mac).decode(),
        }
        return http_request(self.url, body, headers)


def _event(identity: str, customer: int, score: int) -> dict[str, Any]:
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {
        "type": "review.created",
        "timestamp": moment,
        "data": {
            "id": identity,
            "survey_type": "csat",
            "scale": {"min": -1, "max": 1},
            "score": score,
            "comment": "The printer on the second floor is still not working, and nobody has called back. "
            * 3,
            "language": "en",
            "rated_at": moment,
            "contact": {"id": str(customer), "name": "Jane Doe", "email": f"jane@company{customer}.example"},
            "company": {"id": str(customer), "name": f"Company {customer}"},
            "ticket": {"id": f"t-{identity}", "number": "T-1042", "subject": "Printer", "agents": ["ashk"]},
            "tags": ["printer"],
            "permalink": f"https://survey.example/r/{identity}",
        },
    }


@contextmanager
def floor(folder: Path) -> Iterator[Target]:
    """The bare handler in a process of its own."""
    secret = "whsec_" + base64.b64encode(os.urandom(24)).decode()
    command = [sys.executable, "-m", "benchmarks.floor", str(folder / "floor.db"), secret]
    with _process(command, {}) as process:
        yield Target(f"{_first_line(process)}/hooks/floor", secret, process.pid)


@contextmanager
def bellwether(database_url: str, folder: Path, slack_url: str, rules: str) -> Iterator[Target]:
    """A serving Bellwether with one source and these rules."""
    folder.mkdir(exist_ok=True)
    environment = {
        "BELLWETHER_DATABASE_URL": database_url,
        "BELLWETHER_SECRET_KEY": "a key for measuring",
        "BELLWETHER_LOG_LEVEL": "WARNING",
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_SIGNING_SECRET": "not used here",
        "SLACK_API_URL": slack_url,
    }
    command = [sys.executable, "-m", "bot"]
    added = _run([*command, "source", "add", "bench", "--kind", "generic", "--json"], environment)
    source = json.loads(added)
    (folder / "rules.yml").write_text(rules)
    _run([*command, "rules", "apply", str(folder / "rules.yml")], environment)
    with _process([*command, "serve", "--port", "0"], environment) as process:
        base = next(word for word in _first_line(process).split() if word.startswith("http"))
        token = source["url"].rpartition("/")[2]
        yield Target(f"{base}/hooks/{token}", source["secret"], process.pid)


@dataclass
class StandIn:
    """Answers like Slack, at once, and notes when each post came in."""

    url: str = ""
    posts: asyncio.Queue[float] = field(default_factory=asyncio.Queue)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        await request.read()
        if method == "chat.postMessage":
            self.posts.put_nowait(time.perf_counter())
        return web.json_response(
            {"ok": True, "ts": f"{time.time():.6f}", "channel": "C00000000", "team_id": "T1", "user_id": "U1"}
        )


@asynccontextmanager
async def stand_in() -> AsyncIterator[StandIn]:
    """Something on a free port that takes Slack's methods."""
    slack = StandIn()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield slack
    await runner.cleanup()


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.terminate()
        process.wait(timeout=30)


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        raise RuntimeError("The process ended before it served; its words are above.")
    return line


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout
