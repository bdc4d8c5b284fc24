"""How a customer is, and scoring anew."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import AsJson

if TYPE_CHECKING:
    from bot.cli.desk import Desk
    from bot.views import HealthView
    from scoring.ranking import Rank, Unranked

Customer = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="The customer: name, alias, e-mail domain or id; a slip of a key does no harm."
    ),
]


Since = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Say why the score changed since the beginning of a day, 2026-03-31."),
]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="With --since: until the end of this day, not until now.")
]
History = Annotated[
    bool, typer.Option("--history", help="Show how the score went, and what marked it; --since shortens it.")
]
Around = Annotated[
    str | None, typer.Option(metavar="DATE", help="Show what happened within three days of a day.")
]


def health(
    context: typer.Context,
    customer: Customer,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    history: History = False,
    around: Around = None,
) -> None:
    """Say how a customer is, and why: the score with everything that it is the sum of.

    Example: `bellwether health acme --json`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import put_json

    if history or around is not None or since is not None or until is not None:
        from bot.cli.past_health import past

        past(context, customer, as_json, since, until, history, around)
        return

    async def work(desk: "Desk") -> "HealthView":
        from bot.cli.meaning import the_customer
        from bot.usecases.show_health import show_health

        found = await the_customer(desk, customer)
        return await desk.read_known(lambda tx, known: show_health(tx, known, found.id, desk.now))

    view = at_desk(context, work)
    if as_json:
        put_json(as_data(view))
    else:
        from bot.cli.card import put_card

        put_card(view)


def rescore(
    context: typer.Context,
    customer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this customer; all of them without it.")
    ] = None,
    recount: Annotated[
        bool,
        typer.Option("--recount", help="Count all facts again, and do not trust the sums that are kept."),
    ] = False,
) -> None:
    """Score customers anew, as `serve` does by itself twice a day.

    Example: `bellwether rescore --customer acme`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say

    async def work(desk: "Desk") -> int:
        from bot.cli.meaning import the_customer
        from bot.cli.rescoring import score_anew

        only = None if customer is None else (await the_customer(desk, customer, "--customer")).id
        return await score_anew(desk, only, recount=recount)

    say(f"Customers scored: {at_desk(context, work)}")


def as_data(view: "HealthView") -> dict[str, Any]:
    """The JSON form: score == baseline + all points, and each metric's points the sum of its items'."""
    from bot.cli.flagging import details
    from bot.cli.output import moment
    from bot.slack import words

    customer, figures, found = view.customer, view.csat, view.health
    return {
        "customer": {
            "id": customer.id,
            "name": customer.name,
            "kind": view.kind,
            "population": customer.population,
        },
        "as_of": moment(view.as_of),
        "scorecard_version": view.scorecard_version,
        "score": found.score,
        "baseline": found.baseline,
        "confidence": found.confidence,
        "status": view.status.value,
        "flag": customer.flag.value if customer.flag else None,
        "flag_details": details(view.flag, view.timezone),
        "trend": view.trend.value,
        "enabled": view.enabled,
        "scorecard": view.scorecard,
        "status_label": words.called(view),
        "status_since": moment(view.since) if view.since else None,
        "moved": {"points": view.moved.points, "since": view.moved.since.isoformat()} if view.moved else None,
        "rank": _rank(view.rank),
        "outlook": None
        if view.outlook is None
        else {
            "status": view.outlook.target.value,
            "reviews": view.outlook.reviews,
            "quiet_days": view.outlook.days,
        },
        "csat_likely": [view.csat_range.low, view.csat_range.high] if view.csat_range else None,
        "contributions": [
            {
                "metric": one.metric,
                "points": one.points,
                "value": one.value,
                "native": one.native,
                "benchmark": one.benchmark,
                "weight": one.weight,
                "reliability": one.reliability,
                "items": [{"kind": item.kind, "id": item.id, "points": item.points} for item in one.items],
                "label": one.label,
                "area": one.area,
                "unit": one.unit,
                "count": one.count,
                "prior": one.prior,
                "freshness": one.freshness,
                "since": view.windows[one.metric].isoformat() if one.metric in view.windows else None,
            }
            for one in found.contributions
        ],
        "not_applicable": [
            {"metric": one.metric, "label": one.label, "because": one.because} for one in found.not_applicable
        ],
        "csat": {
            "native": figures.native,
            "normalized": figures.normalized,
            "positive": figures.positive,
            "neutral": figures.neutral,
            "negative": figures.negative,
            "rated": figures.rated,
            "sent": figures.sent,
            "response_rate": figures.response_rate,
            "from": figures.first_day.isoformat(),
            "to": figures.last_day.isoformat(),
        },
    }


def _rank(rank: "Rank | Unranked | None") -> dict[str, Any] | None:
    from scoring.ranking import Rank

    if not isinstance(rank, Rank):
        return None
    return {"rank": rank.rank, "tied": rank.tied, "best": rank.best, "worst": rank.worst, "of": rank.of}
