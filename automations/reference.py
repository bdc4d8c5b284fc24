"""The reference text of everything a rule can be made of, from the same declarations that read it."""

from collections.abc import Mapping

from automations.actions import ACTIONS
from automations.conditions import CONDITIONS
from automations.forms import Form, declarations
from automations.triggers import TRIGGERS

SECTIONS: dict[str, Mapping[str, type[Form]]] = {
    "Triggers": TRIGGERS,
    "Conditions": CONDITIONS,
    "Actions": ACTIONS,
}


def entry(name: str, form: type[Form]) -> str:
    """One heading of docs/rules.md in Markdown: the form's own words, then a line for each field."""
    lines = [f"### `{name}`", "", form.about(), ""]
    for declared in declarations(form):
        need = "required" if declared.required else "may be left out"
        lines.append(f"- `{declared.key}` ({need}): {declared.field.allowed}.")
    if not declarations(form):
        lines.append("It has no fields.")
    return "\n".join(lines) + "\n"


def reference() -> str:
    """All entries under their sections, in the order of the tables."""
    sections = []
    for title, table in SECTIONS.items():
        sections.append("\n".join([f"## {title}\n", *[entry(name, form) for name, form in table.items()]]))
    return "\n".join(sections)
