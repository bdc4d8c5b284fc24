"""What a person sees when something goes wrong: a sentence and an exit code, never a traceback."""

import sys
from collections.abc import Callable
from typing import Any

import typer

from bot.cli.output import plain
from bot.errors import BellwetherError, InvalidInput, NotFound

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


def guarded(work: Callable[[], Any]) -> int:
    """Run a command; returns its exit code, after printing what went wrong to standard error."""
    try:
        code = work()
    except typer.TyperException as error:
        return _refuse(error)
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except InvalidInput as error:
        complain(*(f"{place}: {sentence}" for place, sentence in error.problems.items()))
        return WRONG_INPUT
    except NotFound as error:
        complain(str(error))
        return WRONG_INPUT
    except BellwetherError as error:
        complain(str(error))
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads on: Python would complain about standard output at its end
        return FAILED
    except Exception as error:
        from bot.log import frames

        complain(f"Bellwether has a fault: {type(error).__name__}. Please report it with these places:")
        complain(*(f"  {frame}" for frame in frames(error)))
        return FAILED
    return code if isinstance(code, int) else DONE


def complain(*sentences: str) -> None:
    """Print sentences to standard error, one a line."""
    for sentence in sentences:
        print(plain(sentence), file=sys.stderr)  # noqa: T201


def _refuse(error: typer.TyperException) -> int:
    """Arguments that do not fit: what is wrong, and where to look."""
    context = getattr(error, "ctx", None)
    message = error.format_message().strip().replace(": Value error, ", ": ")
    if context is not None and message:
        message = (
            f"{message if message.endswith(('.', '?')) else message + '.'} See {context.command_path} --help."
        )
    if message:
        complain(message)
    return error.exit_code
