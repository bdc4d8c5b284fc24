"""Secrets at rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.vault import Vault

VAULT = Vault(["the operator's key"])
SENTENCE = "BELLWETHER_SECRET_KEY: is not the key that the stored secrets were encrypted with"


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_what_is_locked_comes_out_as_it_was(secrets: list[str]) -> None:
    assert VAULT.unlock(VAULT.lock(secrets)) == tuple(secrets)


def test_nothing_can_be_read_without_the_key() -> None:
    locked = VAULT.lock(["whsec_abcdefgh", "xoxb-1-2-3"])
    assert "whsec" not in locked
    assert "xoxb" not in locked
    assert VAULT.lock(["same"]) != VAULT.lock(["same"]), "equal secrets must not be seen to be equal"


def test_another_key_is_told_in_a_sentence_that_holds_neither_key_nor_secret() -> None:
    locked = VAULT.lock(["whsec_abcdefgh"])
    with pytest.raises(InvalidInput) as caught:
        Vault(["a wrong guess"]).unlock(locked)
    assert str(caught.value) == SENTENCE


@settings(max_examples=30)
@given(st.text())
def test_what_was_never_locked_is_refused_like_another_key(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not the key"):
        VAULT.unlock(text)


@pytest.mark.parametrize("place", [0, 10, 30, -2])
def test_what_was_tampered_with_is_refused(place: int) -> None:
    locked = VAULT.lock(["secret"])
    place %= len(locked)
    tampered = locked[:place] + ("A" if locked[place] != "A" else "B") + locked[place + 1 :]
    with pytest.raises(InvalidInput, match="is not the key"):
        VAULT.unlock(tampered)


def test_a_key_is_replaced_without_losing_a_secret() -> None:
    old = VAULT.lock(["secret"])
    both = Vault(["the new key", "the operator's key"])
    assert both.unlock(old) == ("secret",)
    assert Vault(["the new key"]).unlock(both.lock(["secret"])) == ("secret",)
    with pytest.raises(InvalidInput):
        VAULT.unlock(both.lock(["secret"]))


@pytest.mark.parametrize("keys", [[], [""], ["a key", ""]])
def test_an_empty_key_is_refused(keys: list[str]) -> None:
    with pytest.raises(InvalidInput, match="must not be empty"):
        Vault(keys)
