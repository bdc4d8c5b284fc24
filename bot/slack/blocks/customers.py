"""Lists of customers, each a row with a button."""

from typing import Any

from bot.slack import build, words
from bot.slack.ids import Action
from bot.views import CustomerLine

Json = dict[str, Any]


def row(customer: CustomerLine, action: Action) -> Json:
    """One customer: standing, name and where it belongs, with the button that shows it."""
    shown = build.button("Show", action, customer.id, spoken=f"Show {customer.name}")
    return build.section(build.plain(_text(customer), 600), accessory=shown)


def listed(customer: CustomerLine) -> list[Json]:
    """One customer of a list: how it stands, and what can be done with it."""
    buttons = (
        build.button("Show", Action.SHOW_CUSTOMER, customer.id, spoken=f"Show {customer.name}"),
        build.button("Flag", Action.FLAG_LISTED, customer.id, spoken=f"Flag {customer.name}"),
    )
    return [
        build.section(build.plain(_text(customer), 600)),
        build.actions(*buttons, block_id=f"customer:{customer.id}"),
    ]


def _text(customer: CustomerLine) -> str:
    """``Globex · 42 🔴 At Risk · 🚨 Danger`` and below it ``client · North site · owner Ann``."""
    first = [build.clean(customer.name), words.mark(customer.mark)]
    if customer.flag:
        first.append(words.badge(customer.flag))
    second = [customer.population, customer.site, f"owner {customer.owner}" if customer.owner else ""]
    below = " · ".join(build.clean(word, 80) for word in second if word)
    return " · ".join(first) + (f"\n{below}" if below else "")
