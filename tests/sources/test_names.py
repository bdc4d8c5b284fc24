"""Company names and addresses, compared as people compare them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.emails import company_domain
from bot.sources.names import normalise_name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acme", "acme"),
        ("ACME, Inc.", "acme"),
        ("  acme   INC ", "acme"),
        ("Acme Corporation Ltd", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("Acme GmbH & Co. KG", "acme"),
        ("Acme S.A. de C.V.", "acme"),
        ("Acme S.p.A.", "acme"),
        ("Acme Sp. z o.o.", "acme"),
        ("Acme A/S", "acme"),
        ("Acme Pty. Ltd.", "acme"),
        ("\uff21\uff23\uff2d\uff25", "acme"),  # full width
        ("I.B.M.", "ibm"),
        ("Smith & Sons", "smith and sons"),
        ("Smith and Sons, LLC", "smith and sons"),
        ("Joe's Garage", "joes garage"),
        ("Joe\u2019s Garage", "joes garage"),
        ("Straße 7 GmbH", "strasse 7"),
        ("Café Noir", "café noir"),
        ("Cafe\u0301 Noir", "café noir"),
        ("Acme-Globex", "acme globex"),
        ("Acme (North)", "acme north"),
        ("The Company", "the"),
        ("Inc.", "inc"),
        ("Limited Co", "limited"),
        ("株式会社東芝", "株式会社東芝"),
        ("!!!", "!!!"),
        ("'", "'"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_spellings_of_one_name_meet(name: str, key: str) -> None:
    assert normalise_name(name) == key


def test_names_of_other_companies_stay_apart() -> None:
    names = ["Acme", "Acme North", "Acme Group", "Acmé", "!!!", "???", "हिन्दी", "हनद", "3M", "M3"]
    assert len({normalise_name(name) for name in names}) == len(names)


@given(st.text(max_size=60) | st.text("aAb'&.- /\u0345ß!", max_size=12))
def test_a_key_is_its_own_key_and_never_empty_for_a_name(name: str) -> None:
    key = normalise_name(name)
    assert bool(key) == bool(name.strip())
    assert normalise_name(key) == key


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("jane@acme.example", "acme.example"),
        ("Jane@Support.ACME.Example.", "support.acme.example"),
        ("jane@live.acme.com", "live.acme.com"),
        ("jane@gmail.com", None),
        ("jane@GMAIL.com", None),
        ("jane@yahoo.co.uk", None),
        ("jane@hotmail.fr", None),
        ("jane@gmx.de", None),
        ("jane", None),
        ("@acme.example", None),
        ("jane@localhost", None),
        ("", None),
    ],
)
def test_an_address_names_a_company_unless_anybody_can_have_one(address: str, domain: str | None) -> None:
    assert company_domain(address) == domain
