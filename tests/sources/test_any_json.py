"""Whatever comes in, a sentence or an event comes out."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sources.generic import parse
from bot.sources.values import MalformedBody, Measurement, NotUnderstood
from tests.sources.builders import BINARY, HEADERS, NOW, a_cloud_event, an_event

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    body=st.binary(max_size=300), headers=st.dictionaries(st.sampled_from([*BINARY]), st.text(max_size=40))
)
def test_no_bytes_whatever_raise_anything_but_malformed(body: bytes, headers: dict[str, str]) -> None:
    with suppress(MalformedBody):
        parse(headers, body, NOW)


def holding_anything_somewhere(document: Any) -> st.SearchStrategy[Any]:
    """The same document with one value, somewhere, replaced by arbitrary JSON."""
    choices = [JSON]
    if isinstance(document, dict):
        choices += [_with(document, key, holding_anything_somewhere(document[key])) for key in document]
    return st.one_of(choices)


def _with(document: dict[str, Any], key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return values.map(lambda value: document | {key: value})


@given(document=holding_anything_somewhere(a_cloud_event()) | holding_anything_somewhere(an_event()))
def test_any_json_is_understood_or_not_but_never_an_error(document: Any) -> None:
    body = json.dumps(document).encode()
    try:
        events = parse(HEADERS, body, NOW)
    except MalformedBody:
        return  # NaN and infinities
    for event in events:
        assert 0 < len(event.event_id) <= 200
        if isinstance(event, NotUnderstood):
            event.reason.encode()
            assert event.reason.endswith(".")
        elif isinstance(event, Measurement):
            assert 0 < len(event.external_id) <= 200
        else:
            json.dumps(event.comment, ensure_ascii=False).encode()
            assert 0 < len(event.external_id) <= 200
            assert (event.score is None) == (event.polarity is None)
            assert (
                event.rated_at if event.score is not None else event.sent_at
            ) is not None or event.action == "delete"
