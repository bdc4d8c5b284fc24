"""From the ids of facts to lines that people can read."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection

from bot.past_views import FactLine
from bot.storage.fact_lines import InteractionLine, TicketLine, interaction_lines, ticket_lines
from bot.storage.reviews import review_lines
from bot.views import ReviewLine
from scoring.facts import Fact, Reading

Key = tuple[str, str]  # kind and id


def name_facts(
    tx: Connection,
    workspace_id: str,
    keys: Collection[Key],
    labels: Mapping[str, str],
    told: Iterable[Fact] = (),
) -> dict[Key, FactLine]:
    """Lines for facts and absences, by kind and id; what is gone is named by its kind alone.

    ``labels`` are those of metrics by key; ``told`` must hold the readings that are asked for.
    """
    reviews = review_lines(tx, workspace_id, _ids(keys, "review"))
    tickets = ticket_lines(tx, workspace_id, _ids(keys, "ticket"))
    interactions = interaction_lines(tx, workspace_id, _ids(keys, "interaction"))
    readings = {fact.id: fact for fact in told if isinstance(fact, Reading)}
    found = {}
    for kind, id_ in keys:
        if kind == "review" and id_ in reviews:
            line = _review(reviews[id_])
        elif kind == "ticket" and id_ in tickets:
            line = _ticket(tickets[id_])
        elif kind == "interaction" and id_ in interactions:
            line = _interaction(interactions[id_])
        elif kind == "reading" and id_ in readings:
            line = _reading(readings[id_], labels)
        else:
            about = labels.get(id_, id_) or _EXPECTED
            line = FactLine(kind, id_, None, _NAMELESS.get(kind, "{}").format(about))
        found[kind, id_] = line
    return found


_EXPECTED = "what is expected of a customer like this"  # in all metrics
_NAMELESS = {
    "absence": "{}: nothing has come in",
    "expectation": "{}",
    "review": "a review that is gone",
    "ticket": "a ticket that is gone",
    "interaction": "an interaction that is gone",
    "reading": "a reading that is gone",
}


def _ids(keys: Collection[Key], kind: str) -> list[str]:
    return [id_ for one, id_ in keys if one == kind]


def _review(line: ReviewLine) -> FactLine:
    return FactLine("review", line.id, line.rated_at, line.comment, line)


def _ticket(line: TicketLine) -> FactLine:
    words = " ".join(word for word in (line.number, line.subject or line.topic) if word)
    return FactLine("ticket", line.id, line.opened_at, words or "ticket")


def _interaction(line: InteractionLine) -> FactLine:
    about = line.topic or line.text
    words = ", ".join(word for word in (line.channel or "interaction", line.tone) if word)
    return FactLine("interaction", line.id, line.occurred_at, f"{words}: {about}" if about else words)


def _reading(fact: Reading, labels: Mapping[str, str]) -> FactLine:
    label = labels.get(fact.metric, fact.metric)
    return FactLine("reading", fact.id, fact.at, f"{label} {fact.value:g}")
