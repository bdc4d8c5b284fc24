"""Whatever stands where blocks should be, the check says what is wrong with it and raises nothing."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blockkit.blocks import BLOCKS
from bot.blockkit.check import Problem, problems, view_problems
from bot.blockkit.elements import ELEMENTS

KEYS = (
    "type text blocks elements element accessory fields options option_groups initial_option "
    "initial_options label title confirm placeholder block_id action_id value style url image_url "
    "alt_text rows columns series actions child_blocks level indent border filter min_value max_value "
    "min_length max_length focus_on_load emoji verbatim"
).split()

_kinds = st.sampled_from(
    [*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", "rich_text_section", "rich_text_list", "text"]
)
_scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | _kinds
ANY_JSON = st.recursive(
    _scalar,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
        | st.fixed_dictionaries({"type": _kinds, "elements": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"type": _kinds, "text": inner, "accessory": inner})
    ),
    max_leaves=15,
)


@settings(max_examples=120, deadline=None)
@given(
    blocks=st.lists(ANY_JSON, max_size=4) | ANY_JSON, surface=st.sampled_from(["message", "modal", "home"])
)
def test_any_blocks_are_judged(blocks: Any, surface: Any) -> None:
    found = problems(blocks, surface)
    assert all(
        isinstance(each, Problem) and each.sentence and each.pointer.startswith("/blocks") for each in found
    )


@settings(max_examples=100, deadline=None)
@given(view=ANY_JSON, kind=st.sampled_from(["modal", "home", ""]), blocks=ANY_JSON)
def test_any_view_is_judged(view: Any, kind: str, blocks: Any) -> None:
    view_problems(view)
    given_view = view if isinstance(view, dict) else {}
    for each in view_problems({**given_view, "type": kind, "blocks": blocks}):
        assert each.sentence
        assert each.pointer.startswith("/view")
