"""Identifiers: different, 26 characters, in the order of their making."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.ids import first_id_at, new_id

MILLISECOND = timedelta(milliseconds=1)
WHEN = st.integers(0, 4_102_444_800_000).map(
    lambda milliseconds: datetime(1970, 1, 1, tzinfo=UTC) + milliseconds * MILLISECOND
)


def test_an_id_is_26_characters_of_crockford_base_32() -> None:
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", new_id()) for _ in range(100))


def test_ids_are_different() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_an_id_made_now_lies_between_the_first_ids_of_its_time() -> None:
    before = datetime.now(UTC)
    made = new_id()
    after = datetime.now(UTC)
    assert first_id_at(before) <= made < first_id_at(after + MILLISECOND)


@given(earlier=WHEN, later=WHEN)
def test_first_ids_are_in_the_order_of_their_moments(earlier: datetime, later: datetime) -> None:
    assert (first_id_at(earlier) < first_id_at(later)) == (earlier < later)


@given(moment=WHEN, within=st.integers(0, 999))
def test_a_moment_counts_for_its_millisecond(moment: datetime, within: int) -> None:
    assert first_id_at(moment + timedelta(microseconds=within)) == first_id_at(moment)


def test_the_time_comes_first_as_in_a_ulid() -> None:
    # https://github.com/ulid/spec: 01ARYZ6S41TSV4RRFFQ69G5FAV was made at 1469918176385 ms.
    moment = datetime(1970, 1, 1, tzinfo=UTC) + 1_469_918_176_385 * MILLISECOND
    assert first_id_at(moment) == "01ARYZ6S41" + "0" * 16
