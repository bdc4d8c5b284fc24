"""Starting, stopping and starting again."""

import asyncio
import contextlib
import os
import socket
from pathlib import Path

import pytest

from bot.demo import run_demo
from bot.demo.run import Demo, opened
from bot.demo.surveys import Survey
from bot.errors import Conflict, InvalidInput

BAD = Survey("Globex", "Hank Albers", "csat", 1, "Still broken.")


def alerts(demo: Demo) -> list[str]:
    """The summaries of the alerts in #customer-alerts."""
    return [message.text for message in demo.slack.messages(demo.office.channels["customer-alerts"])]


async def test_todays_surveys_arrive_and_open_alerts_are_posted_again_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with opened(host="127.0.0.1", port=0, data_dir=tmp_path, empty=False) as first:
        assert first.new
        assert first.today is not None
        await first.today
        await first.slack.until(lambda: len(alerts(first)) == 5, 15)
        await first.slack.until(lambda: alerts(first)[0].startswith("Done: Meridian Freight"), 15)
        await first.slack.until(lambda: alerts(first)[1].startswith("Claimed: Ilse van der Berg"), 15)
        support = first.slack.messages(first.office.channels["support"])
        assert "negative NPS" in support[-1].text

    async with opened(host="127.0.0.1", port=0, data_dir=tmp_path, empty=False) as second:
        assert not second.new
        assert second.today is None
        await second.slack.until(lambda: len(alerts(second)) == 4, 15)
        assert [text.partition(": negative")[0] for text in alerts(second)] == [
            "Claimed: Ilse van der Berg",
            "Globex",
            "Marta Kowalczyk",
            "Halcyon Hotels",
        ]
        # The new Slack counts its events from 1 again: they must not pass for those of the one before.
        who = second.office.people["maya"]
        assert (await second.slack.open_home(who)).ok
        await second.slack.until(lambda: second.slack.home(who) is not None)


async def test_an_empty_playground_has_no_customers_until_a_survey_brings_one(data_dir: Path) -> None:
    async with opened(host="127.0.0.1", port=0, data_dir=data_dir, empty=True) as demo:
        assert demo.new
        assert demo.today is None
        sent = await demo.tool.send(BAD)
        assert sent.status == 202
        who, channel = demo.office.people["maya"], demo.office.channels["support"]
        await demo.slack.command(who, channel, "/health", "globex")
        await demo.slack.until(lambda: bool(demo.slack.ephemeral(who, channel)))
        assert "Globex" in demo.slack.ephemeral(who, channel)[-1].text


async def test_what_lies_in_the_environment_does_not_reach_it(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1-of-somebody")
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("BELLWETHER_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    async with opened(host="127.0.0.1", port=0, data_dir=data_dir, empty=True) as demo:
        assert (await demo.tool.send(BAD)).status == 202


async def test_a_port_in_use_is_said_in_a_sentence_and_nothing_is_stored(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            Conflict, match=f"Cannot listen on port {port} of 127.0.0.1: another program has it"
        ):
            await _run_briefly(tmp_path, port=port)
    async with opened(host="127.0.0.1", port=0, data_dir=tmp_path, empty=True) as demo:
        assert demo.new


async def test_a_second_instance_on_the_same_folder_is_refused_in_a_sentence(data_dir: Path) -> None:
    async with opened(host="127.0.0.1", port=0, data_dir=data_dir, empty=True):
        with pytest.raises(Conflict, match=r"Another Bellwether serves .* already"):
            await _run_briefly(data_dir)


async def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InvalidInput, match=r"--data-dir: cannot keep data in .*file/data: Not a directory"):
        await _run_briefly(tmp_path / "file" / "data")


async def test_a_file_in_the_place_of_the_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InvalidInput, match=r"--data-dir: cannot keep data in .*file: it is a file"):
        await _run_briefly(tmp_path / "file")


async def test_a_folder_that_may_only_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        if os.access(tmp_path, os.W_OK):  # root may write anywhere but there
            tmp_path.chmod(0o755)
            sentence, folder = "No such file or directory", Path("/proc/bellwether")
        else:
            sentence, folder = "Permission denied", tmp_path
        with pytest.raises(InvalidInput, match=f"--data-dir: cannot keep data in {folder}: {sentence}"):
            await _run_briefly(folder)
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("nowhere.invalid", "nowhere.invalid"),
        ("192.0.2.1", "192.0.2.1"),
        ("", "nothing"),
        ("a" * 70, "a" * 70),
    ],
)
async def test_a_foreign_address_is_refused_in_a_sentence(tmp_path: Path, host: str, named: str) -> None:
    with pytest.raises(InvalidInput, match=f"--host: {named} is not an address of this machine"):
        await _run_briefly(tmp_path, host=host)


async def test_it_says_where_it_is_what_to_try_and_that_it_has_no_log_in(data_dir: Path) -> None:
    said = await _run_briefly(data_dir)
    text = "\n".join(said)
    assert "http://127.0.0.1:" in text
    assert "no log-in" in text
    assert "on this machine only" in text
    assert "bellwether rules apply FILE.yml" in text
    assert "C0000000001 (#customer-alerts)" in text
    again = await _run_briefly(data_dir)
    assert "It goes on with what is in" in again[2]
    assert again[3] == "Three things to try:"


async def test_it_warns_when_others_can_reach_it(data_dir: Path) -> None:
    said = await _run_briefly(data_dir, host="0.0.0.0")
    assert any("CAUTION" in line and "everybody" in line for line in said)


async def _run_briefly(data_dir: Path, host: str = "127.0.0.1", port: int = 0) -> list[str]:
    """Run the command until it has greeted, then stop it; what it said."""
    said: list[str] = []
    greeted = asyncio.Event()

    def say(line: str) -> None:
        said.append(line)
        if line.startswith(("  3.", "  BELLWETHER_DATABASE_URL=")):
            greeted.set()

    task = asyncio.create_task(run_demo(host=host, port=port, data_dir=data_dir, empty=True, say=say))
    waiting = asyncio.create_task(greeted.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return said
