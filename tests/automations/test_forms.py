from datetime import timedelta
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest

from automations.actions import ACTIONS, PostToChannel
from automations.conditions import CONDITIONS, HasComment, Polarity
from automations.fields import Kind, Option
from automations.forms import Form, declarations, name_in
from automations.rules import Rule
from automations.triggers import TRIGGERS, ReviewReceived

FORMS: list[type[Form]] = [*TRIGGERS.values(), *CONDITIONS.values(), *ACTIONS.values(), Rule]


def test_a_form_is_described_field_by_field_from_its_declaration() -> None:
    (field,) = Polarity.describe()
    assert (field.key, field.kind, field.required) == ("is_one_of", Kind.CHOICES, True)
    assert [option.value for option in field.options] == ["positive", "neutral", "negative"]
    assert (field.at_least, field.at_most, field.default) == (1, 3, None)
    assert HasComment.describe() == []


def test_fields_that_may_be_left_out_say_what_then_stands() -> None:
    (survey,) = ReviewReceived.describe()
    assert (survey.required, survey.default) == (False, [])
    assert survey.options[0] == Option("csat", "CSAT")
    head = {field.key: (field.kind, field.required, field.default) for field in Rule.describe()}
    assert head == {
        "name": (Kind.TEXT, True, None),
        "enabled": (Kind.SWITCH, False, True),
        "settle": (Kind.DURATION, False, "0s"),
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_label_a_text_and_labelled_fields(form: type[Form]) -> None:
    assert form.label
    assert form.about().endswith(".")
    assert all(field.label and field.allowed for field in form.describe())


@pytest.mark.parametrize("form", FORMS)
def test_a_declaration_has_the_type_that_its_field_reads(form: type[Form]) -> None:
    hints = get_type_hints(form, include_extras=True)
    for declared in declarations(form):
        annotation = hints[declared.key]
        assert get_origin(annotation) is Annotated
        held = get_args(annotation)[0]
        (base,) = [base for base in type(declared.field).__orig_bases__ if get_args(base)]  # type: ignore[attr-defined]
        assert get_args(base) == (held,)


def test_a_form_knows_its_name_in_a_table() -> None:
    assert name_in(ACTIONS, PostToChannel) == "post_to_channel"
    with pytest.raises(KeyError, match="Polarity is in no table"):
        name_in(ACTIONS, Polarity)


def test_a_rule_waits_for_nothing_unless_told() -> None:
    (settle,) = [declared.default for declared in declarations(Rule) if declared.key == "settle"]
    assert settle == timedelta(0)
