import pytest

from automations.wording import closest, fold, listed, meant, named, shown


def test_lists_read_as_in_a_sentence() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a", "b", "c", "d"], "or", most=2) == "a, b and 2 more"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (False, "false"),
        ("Acme", '"Acme"'),
        (7, "the number 7"),
        (2.5, "the number 2.5"),
        ([], "an empty list"),
        ([1], "a list"),
        ({}, "an empty mapping"),
        ({"a": 1}, "a mapping"),
        (b"raw", "a list"),
        ({1}, "a set"),
    ],
)
def test_anything_can_be_named_in_a_sentence(value: object, words: str) -> None:
    assert named(value) == words


def test_a_number_too_long_to_write_is_still_named() -> None:
    assert named(10**5000) == "a very long number"
    assert named(-(10**5000)) == "a very long number"


def test_long_and_unprintable_text_is_shown_short_and_safe() -> None:
    assert shown("x" * 100, most=5) == "xxxx…"
    assert shown("a\x00\ud800\u202eb") == "a\ufffd\ufffd\ufffdb"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme", "ACME"), ("Straße", "STRASSE"), (" Acme  Inc ", "acme inc"), ("Café", "Cafe\u0301")],
)
def test_names_that_look_alike_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_guess_is_made_for_a_near_miss_only() -> None:
    assert closest("Polarty", ["polarity", "customer"]) == "polarity"
    assert closest("weather", ["polarity", "customer"]) is None
    assert closest("polarity" * 1_000_000, ["polarity"]) is None
    assert meant("polarty", ["polarity"]) == " (did you mean polarity?)"
    assert meant("weather", ["polarity"]) == ""
