"""What Slack would refuse: the one question to ask before blocks or a view are sent, or when they arrive."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from bot.blockkit import limits
from bot.blockkit.blocks import BLOCKS
from bot.blockkit.data_blocks import characters
from bot.blockkit.limits import Surface
from bot.blockkit.objects import OPTION_GROUP, SELECT_OPTION, plain_text
from bot.blockkit.shapes import (
    Problem,
    Rule,
    boolean,
    exactly_one,
    list_of,
    one_of,
    record,
    string,
    variant,
)

__all__ = ["Problem", "offer_problems", "problems", "view_problems"]

_block: Final = variant(lambda: BLOCKS)
_OFFERED: Final[dict[str, Rule]] = {
    "options": list_of(SELECT_OPTION, 0, limits.SELECT_OPTIONS),
    "option_groups": list_of(OPTION_GROUP, 0, limits.SELECT_OPTION_GROUPS),
}
_OFFER: Final = record({}, _OFFERED, exactly_one(*_OFFERED))


def problems(blocks: Any, surface: Surface, at: str = "/blocks") -> list[Problem]:
    """Everything Slack would refuse about these blocks on this surface; empty when it would take them.

    ``blocks`` is the plain JSON value (a list of dicts). ``at`` is the JSON pointer of the list itself.
    """
    if not isinstance(blocks, list):
        return [Problem(at, "wrong_type", "must be a list")]
    found = list(list_of(_block, 0, limits.BLOCKS_PER_SURFACE[surface])(blocks, at))
    known = [(f"{at}/{index}", block) for index, block in enumerate(blocks) if isinstance(block, dict)]
    found += _off_surface(known, surface)
    found += _repeated_block_ids(known)
    found += _focus_more_than_once(known)
    if surface == "message":
        found += _message_totals(blocks, at)
    return found


def offer_problems(answer: Any, at: str = "") -> list[Problem]:
    """Why Slack would show nothing of an app's answer to block_suggestion; empty when it would show it."""
    if not isinstance(answer, dict):
        return [Problem(at, "wrong_type", "must be an object")]
    return list(_OFFER({key: answer[key] for key in _OFFERED if answer.get(key) is not None}, at))


def view_problems(view: Any, at: str = "/view") -> list[Problem]:
    """Everything Slack would refuse about a modal or App Home view, its blocks included."""
    kind = view.get("type") if isinstance(view, dict) else None
    if not isinstance(kind, str) or kind not in _VIEWS:
        return [Problem(f"{at}/type", "unknown_type", "must be one of modal, home")]
    found = list(_VIEWS[kind](view, at))
    if isinstance(view.get("blocks"), list):
        surface: Surface = "modal" if kind == "modal" else "home"
        found += problems(view["blocks"], surface, f"{at}/blocks")
        if kind == "modal" and "submit" not in view and _has_input(view["blocks"]):
            found.append(
                Problem(at, "missing_key", "missing required field: submit (the view has input blocks)")
            )
    if len(json.dumps(view).encode()) > limits.VIEW_BYTES:
        found.append(Problem(at, "view_too_large", f"must be at most {limits.VIEW_BYTES} bytes"))
    return found


def _blocks_present(value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(at, "wrong_type", "must be a list")
    elif not value:
        yield Problem(at, "too_few", "must have at least 1 items")


_ANY_VIEW: Final[dict[str, Rule]] = {
    "private_metadata": string(limits.VIEW_PRIVATE_METADATA, 0),
    "callback_id": string(limits.VIEW_CALLBACK_ID, 0),
    "external_id": string(limits.VIEW_EXTERNAL_ID, 0),
}
_VIEWS: Final[dict[str, Rule]] = {
    "modal": record(
        {"type": one_of("modal"), "title": plain_text(limits.VIEW_TITLE), "blocks": _blocks_present},
        {
            **_ANY_VIEW,
            "submit": plain_text(limits.VIEW_SUBMIT),
            "close": plain_text(limits.VIEW_CLOSE),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": record({"type": one_of("home"), "blocks": _blocks_present}, _ANY_VIEW),
}


def _has_input(blocks: list[Any]) -> bool:
    return any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)


def _off_surface(known: Sequence[tuple[str, dict[str, Any]]], surface: Surface) -> Iterator[Problem]:
    for pointer, block in known:
        kind = block.get("type")
        if isinstance(kind, str) and kind in BLOCKS and kind not in limits.SURFACES[surface]:
            yield Problem(pointer, "wrong_surface", f"{kind} blocks are not supported in a {surface}")


def _repeated_block_ids(known: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for pointer, block in _with_inner(known):
        block_id = block.get("block_id")
        if not isinstance(block_id, str):
            continue
        if block_id in seen:
            yield Problem(f"{pointer}/block_id", "duplicate_block_id", f"block_id {block_id} already exists")
        seen.add(block_id)


def _with_inner(known: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The blocks, and those inside containers and carousels."""
    for pointer, block in known:
        yield pointer, block
        key = {"container": "child_blocks", "carousel": "elements"}.get(str(block.get("type")), "")
        inner = block.get(key)
        if isinstance(inner, list):
            yield from (
                (f"{pointer}/{key}/{index}", each)
                for index, each in enumerate(inner)
                if isinstance(each, dict)
            )


def _focus_more_than_once(known: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    focused = 0
    for pointer, block in known:
        elements = block.get("elements")
        inner = [
            block.get("element"),
            block.get("accessory"),
            *(elements if isinstance(elements, list) else []),
        ]
        focused += sum(
            isinstance(element, dict) and element.get("focus_on_load") is True for element in inner
        )
        if focused > 1:
            yield Problem(pointer, "conflict", "only one element can have focus_on_load")
            return


def _message_totals(blocks: list[Any], at: str) -> Iterator[Problem]:
    of_type = _by_type(blocks)
    for kind, most in (("table", limits.MESSAGE_TABLES), ("data_visualization", limits.MESSAGE_CHARTS)):
        if len(of_type.get(kind, [])) > most:
            yield Problem(at, "too_many", f"no more than {most} {kind} blocks allowed in a message")
    for kind, most in (("table", limits.TABLE_CHARACTERS), ("markdown", limits.MARKDOWN_TEXT)):
        if characters(of_type.get(kind, [])) > most:
            yield Problem(at, "too_long", f"{kind} blocks must hold at most {most} characters together")
    if characters(blocks) > limits.MESSAGE_BLOCK_CHARACTERS:
        most = limits.MESSAGE_BLOCK_CHARACTERS
        yield Problem(at, "blocks_too_long", f"blocks must hold at most {most} characters together")


def _by_type(blocks: list[Any]) -> dict[str, list[Any]]:
    of_type: dict[str, list[Any]] = {}
    for block in blocks:
        kind = block.get("type") if isinstance(block, dict) else None
        if isinstance(kind, str):
            of_type.setdefault(kind, []).append(block)
    return of_type
