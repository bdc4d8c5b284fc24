"""``python -m bot.playground``: try a bot of one's own in the local Slack."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.playground.alone import serving
from bot.playground.manifest import BadManifest


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bot.playground",
        description="A Slack of its own on this machine, to try a bot in. See docs/playground.md.",
    )
    parser.add_argument(
        "--port", type=int, default=8000, help="where to listen on 127.0.0.1; 0 for a free port"
    )
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="the bot's Slack app manifest")
    parser.add_argument(
        "--command", action="append", default=[], metavar="/NAME", help="a slash command it has"
    )
    parser.add_argument("--request-url", metavar="URL", help="where it takes requests, unless by Socket Mode")
    return parser.parse_args(argv)


async def _serve(given: argparse.Namespace) -> None:
    options = {"manifest": given.manifest, "commands": given.command, "request_url": given.request_url}
    async with serving(given.port, **options) as (_, lines):
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C; 1 when the port is taken, 2 when the manifest cannot be read."""
    given = _arguments(argv)
    try:
        asyncio.run(_serve(given))
    except KeyboardInterrupt:
        return 130
    except BadManifest as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"Cannot listen on port {given.port}: {error.strerror}. Choose one with --port.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
