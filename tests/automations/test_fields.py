from datetime import date, timedelta
from typing import Any

import pytest

from automations.errors import Refused
from automations.fields import Choice, DurationField, Field, Kind, MultiChoice, Option, Switch, TextField
from automations.named_fields import ChannelField, CustomersField

COLOURS = (Option("red", "Red"), Option("green", "Green"), Option("blue", "Blue"))
ONE = Choice("Colour", COLOURS)
SEVERAL = MultiChoice("Colours", COLOURS)
TEXT = TextField("Name", at_most=10)
SWITCH = Switch("Switched on")
SPAN = DurationField("Wait", at_most=timedelta(days=7))
CHANNEL = ChannelField("Channel")
CUSTOMERS = CustomersField("Customers", at_most=3)


def refusal(field: Field[Any], value: object) -> str:
    with pytest.raises(Refused) as refused:
        field.parse(value)
    return str(refused.value)


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        (ONE, "red", "red"),
        (SEVERAL, ["blue", "red"], ("blue", "red")),
        (TEXT, "Tell me", "Tell me"),
        (SWITCH, True, True),
        (SPAN, "5m", timedelta(minutes=5)),
        (CHANNEL, "C0123ABCD", "C0123ABCD"),
        (CHANNEL, "G01ABCDEFGH", "G01ABCDEFGH"),
        (CUSTOMERS, ["Acme", "01JGLOBEX"], ("Acme", "01JGLOBEX")),
    ],
)
def test_what_is_allowed_is_read_and_written_back(field: Field[Any], written: object, value: object) -> None:
    assert field.parse(written) == value
    assert field.dump(value) == written


def test_a_misspelt_word_is_answered_with_the_word_that_was_meant() -> None:
    assert refusal(ONE, "gren") == 'It must be one of red, green or blue, not "gren" (did you mean green?).'
    assert refusal(SEVERAL, ["red", "Blue"]) == (
        'It must be a list of one or more of red, green and blue, not "Blue" (did you mean blue?).'
    )


def test_a_word_nothing_like_any_other_gets_no_guess() -> None:
    assert refusal(ONE, "transparent") == 'It must be one of red, green or blue, not "transparent".'


def test_one_word_instead_of_a_list_is_answered_with_the_list() -> None:
    assert refusal(SEVERAL, "red").endswith('not "red"; put brackets around it: [red].')


@pytest.mark.parametrize("value", [[], None, {}, 5])
def test_a_list_that_must_have_members_says_so(value: object) -> None:
    assert refusal(SEVERAL, value).startswith("It must be a list of one or more of")


def test_a_name_may_stand_only_once_in_a_list_whatever_its_case() -> None:
    assert refusal(CUSTOMERS, ["Acme", " ACME "]) == (
        'It must name each only once, and " ACME " is there twice.'
    )


def test_words_that_yaml_takes_for_something_else_come_with_the_reason() -> None:
    assert "so put the word in quotes" in refusal(ONE, True)
    assert "so put the word in quotes" in refusal(TEXT, False)
    assert refusal(TEXT, 42).endswith("not the number 42; put it in quotes if it is meant as text.")
    assert refusal(CUSTOMERS, [4711]).endswith(
        "not the number 4711; put it in quotes if it is meant as text."
    )
    assert refusal(TEXT, date(2026, 1, 2)).endswith("since YAML reads it as a date.")
    assert refusal(SWITCH, "true").endswith('not "true" in quotes.')


def test_text_loses_the_white_space_around_it() -> None:
    assert TEXT.parse("  Tell me ") == "Tell me"


@pytest.mark.parametrize("value", ["", "   ", "12345678901"])
def test_text_has_a_shortest_and_a_longest_form(value: str) -> None:
    assert refusal(TEXT, value).startswith("It must be text of 1 to 10 characters, not ")


@pytest.mark.parametrize("bad", ["a\x00b", "a\nb", "a\ud800b", "a\u2028b", "a\x85b", "\x1b[31m"])
def test_control_characters_and_broken_ones_are_refused(bad: str) -> None:
    assert "control character U+" in refusal(TEXT, bad)
    assert "control character U+" in refusal(CUSTOMERS, [bad])


def test_emoji_joined_from_several_are_plain_text() -> None:
    assert TEXT.parse("👩\u200d👧 ok") == "👩\u200d👧 ok"


@pytest.mark.parametrize("value", ["8d", "5", "soon", "", "1h30m"])
def test_a_duration_out_of_bounds_or_shape_is_refused(value: str) -> None:
    assert refusal(SPAN, value) == (
        f'It must be a duration such as 90s, 5m, 2h or 1d, and at most 7d, not "{value}".'
    )


@pytest.mark.parametrize("value", [0, 90, 1.5])
def test_a_bare_number_is_no_duration(value: float) -> None:
    assert refusal(SPAN, value).endswith(f"not the number {value}; a number needs its unit.")


@pytest.mark.parametrize("name", ["#alerts", "alerts", "GENERAL", "U0123ABCD", "C0123", "", "C0123-ABCD"])
def test_a_channel_by_name_is_answered_with_where_its_id_stands(name: str) -> None:
    assert refusal(CHANNEL, name) == (
        f'It must be the id of a Slack channel, such as C0123ABCD, not "{name}"; '
        "Slack shows the id at the foot of the channel's details."
    )


@pytest.mark.parametrize(
    "pasted",
    ["https://acme.slack.com/archives/C0123ABCD", "<#C0123ABCD|alerts>", "<#C0123ABCD>", "c0123abcd"],
)
def test_a_pasted_channel_is_answered_with_its_id(pasted: str) -> None:
    assert refusal(CHANNEL, pasted).endswith("(did you mean C0123ABCD?).")


def test_a_channel_lost_to_a_yaml_comment_is_explained() -> None:
    assert refusal(CHANNEL, None).endswith("not nothing (a word after # is a comment in YAML).")


def test_customers_are_limited_in_number_and_length() -> None:
    assert refusal(CUSTOMERS, ["a", "b", "c", "d"]) == (
        "It must be a list of 1 to 3 customer names or ids, not 4 of them."
    )
    assert refusal(CUSTOMERS, ["a" * 201]).startswith("Each name or id must have 1 to 200 characters")
    assert refusal(CUSTOMERS, [" "]).startswith("Each name or id must have 1 to 200 characters")


@pytest.mark.parametrize(
    ("field", "kind", "at_least", "at_most"),
    [
        (ONE, Kind.CHOICE, None, None),
        (SEVERAL, Kind.CHOICES, 1, 3),
        (TEXT, Kind.TEXT, 1, 10),
        (SWITCH, Kind.SWITCH, None, None),
        (SPAN, Kind.DURATION, 0, 604_800),
        (CHANNEL, Kind.CHANNEL, None, None),
        (CUSTOMERS, Kind.CUSTOMERS, 1, 3),
    ],
)
def test_a_field_describes_itself_for_a_form(
    field: Field[Any], kind: Kind, at_least: int | None, at_most: int | None
) -> None:
    described = field.describe("some_key", required=True)
    assert (described.key, described.label, described.required) == ("some_key", field.label, True)
    assert (described.kind, described.at_least, described.at_most) == (kind, at_least, at_most)
    assert described.allowed == field.allowed


def test_choices_describe_their_options() -> None:
    assert ONE.describe("colour", required=False).options == COLOURS
    assert SEVERAL.describe("colours", required=False).options == COLOURS
