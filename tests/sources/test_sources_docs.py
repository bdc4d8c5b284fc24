"""docs/sources.md is what the code does: its examples run, its limits are the limits."""

import asyncio
import json
import os
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.clock import utc_now
from bot.sources import fields, generic, jsonbody, signatures
from bot.sources.generic import parse
from bot.sources.signatures import STANDARD_WEBHOOKS, sign
from bot.sources.table import SOURCES
from bot.sources.values import Incoming
from bot.web.hooks import MAX_BODY, READ_TIMEOUT_S
from bot.web.openapi import OPENAPI
from tests.web.house import a_house

TEXT = (Path(__file__).parents[2] / "docs" / "sources.md").read_text()
REVIEW = OPENAPI["components"]["schemas"]["Review"]["properties"]


OPENSSL = """
import hmac, sys
key = bytes.fromhex(sys.argv[1].removeprefix("hexkey:"))
sys.stdout.buffer.write(hmac.digest(key, sys.stdin.buffer.read(), "sha256"))
"""


def block(language: str) -> str:
    """The first code block in that language."""
    found = re.search(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


async def run(*command: str, cwd: Path, **environment: str) -> str:
    """The standard output of a program that must succeed."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=dict(os.environ) | environment, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode()


def test_the_example_event_is_understood_and_shows_every_field() -> None:
    document = json.loads(block("json"))
    (event,) = parse({}, json.dumps(document).encode(), datetime(2026, 1, 3, tzinfo=UTC))
    assert isinstance(event, Incoming)
    assert set(document["data"]) == set(REVIEW)
    for name in ("contact", "company", "ticket"):
        assert set(document["data"][name]) == set(REVIEW[name]["properties"])
        assert "" not in vars_of(getattr(event, name))
        assert None not in vars_of(getattr(event, name))


def vars_of(value: Any) -> list[Any]:
    return [getattr(value, name) for name in value.__slots__]


def test_every_field_is_described() -> None:
    described = " ".join(line for line in TEXT.splitlines() if line.startswith("| `"))
    names = {*REVIEW, *(name for field in REVIEW.values() for name in field.get("properties", {}))}
    assert {name for name in names if f"`{name}`" not in described} == set()


def test_every_spelling_that_is_read_is_described() -> None:
    source = Path(fields.__file__).with_name("reviews.py").read_text() + Path(generic.__file__).read_text()
    read = {
        name
        for call in re.findall(r"(?:pick|_either)\(([^()]*)\)", source)
        for name in re.findall(r'"(\w+)"', call)
    }
    verbs = {*generic._VERBS, *generic._NOUNS}
    assert {name for name in read | verbs if not re.search(rf"\b{name}\b", TEXT)} == set()


def test_the_limits_are_the_limits() -> None:
    for limit in (
        f"{fields.MAX_ID} characters",
        f"{fields.MAX_NAME} characters",
        f"{fields.MAX_SUBJECT:,} characters",
        f"{fields.MAX_COMMENT:,} characters",
        f"{fields.MAX_LINK:,} characters",
        f"| {fields.MAX_LIST} |",
        f"list of at most\n{generic.MAX_EVENTS:,}.",
        f"{jsonbody.MAX_DEPTH} levels",
        f"{MAX_BODY:,} bytes",
        f"within {READ_TIMEOUT_S:g} seconds",
        f"more than {signatures.TOLERANCE_S / 60:g} minutes off",
        f"from {fields.EARLIEST.year} on",
    ):
        assert limit in TEXT, limit


def test_every_kind_has_its_row_and_its_heading() -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)}
    assert set(re.findall(r"^\| `(\w+)` \| \[", TEXT, re.MULTILINE)) == set(SOURCES)
    assert {kind.docs for kind in SOURCES.values()} <= headings
    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= headings


def test_every_status_is_a_documented_one() -> None:
    hook = OPENAPI["paths"]["/hooks/{token}"]["post"]["responses"]
    section = TEXT.split("## Answers")[1].split("##")[0]
    assert set(re.findall(r"^\| (\d{3}) ", section, re.MULTILINE)) == {*hook, "405"}


def test_the_example_for_checking_ones_own_code_is_right() -> None:
    example = dict(re.findall(r"^(secret|id|timestamp|body|signature) +(\S+)$", TEXT, re.MULTILINE))
    at = datetime.fromtimestamp(int(example["timestamp"]), UTC)
    headers = sign(
        STANDARD_WEBHOOKS, example["body"].encode(), example["secret"], at, message_id=example["id"]
    )
    assert headers["webhook-signature"] == example["signature"]
    assert isinstance(parse(headers, example["body"].encode(), at)[0], Incoming)


async def test_the_python_example_delivers(tmp_path: Path) -> None:
    async with a_house(clock=utc_now) as house:
        code = block("python")
        environment = {"BELLWETHER_HOOK_URL": house.hook, "BELLWETHER_HOOK_SECRET": house.secret}
        assert "'status': 'accepted'" in await run(sys.executable, "-c", code, cwd=tmp_path, **environment)
        assert "'status': 'repeat'" in await run(sys.executable, "-c", code, cwd=tmp_path, **environment)


async def test_the_shell_example_delivers(tmp_path: Path) -> None:
    event = json.loads(block("json")) | {"timestamp": None}
    (tmp_path / "review.json").write_text(json.dumps(event) + "\n")
    # What curl is asked to send is sent from here: the machine may have no curl, nor openssl.
    script = 'curl() { printf "%s\\n" "$@"; }\n' + block("bash")
    if shutil.which("openssl") is None:
        script = f"openssl() {{ {sys.executable} -c '{OPENSSL}' \"$6\"; }}\n" + script
    async with a_house(clock=utc_now) as house:
        environment = {"BELLWETHER_HOOK_URL": house.hook, "BELLWETHER_HOOK_SECRET": house.secret}
        asked = (await run("bash", "-euc", script, cwd=tmp_path, **environment)).splitlines()
        headers = dict(line.split(": ", 1) for line in asked if ": " in line)
        assert asked[-1] == house.hook
        body = (tmp_path / asked[asked.index("--data-binary") + 1].removeprefix("@")).read_bytes()
        async with house.session.post(house.hook, data=body, headers=headers) as response:
            assert (response.status, (await response.json())["status"]) == (202, "accepted")
