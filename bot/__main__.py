"""The command ``bellwether``."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 failed, 2 input to correct, 130 Ctrl-C."""
    try:
        from bot.cli.main import run

        code = run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:  # while the program itself is being loaded
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
