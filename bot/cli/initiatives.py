"""Initiatives: what was done for customers from a day on, and what came with it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import AsJson

if TYPE_CHECKING:
    from bot.cli.desk import Desk
    from bot.past_views import InitiativeView
    from scoring.rollup import Difference

commands = typer.Typer(
    help="What was done for customers from a day on, and what came with it.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called: 'A second desk in Leeds'.")]


@commands.command()
def add(
    context: typer.Context,
    name: Name,
    date: Annotated[str, typer.Option(metavar="DATE", help="The day it began on: 2026-03-31.")],
    site: Annotated[str, typer.Option(help="Only customers of this site.")] = "",
    team: Annotated[str, typer.Option(help="Only customers of this team.")] = "",
    population: Annotated[str, typer.Option(help="Only customers of this population.")] = "",
) -> None:
    """Note an initiative and the day it began on, for all customers or for some.

    Example: `bellwether initiatives add "Second desk" --date 2026-03-02 --site Leeds`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.cli.past import a_day
    from bot.errors import InvalidInput
    from bot.past_views import Initiative
    from bot.usecases.manage_initiatives import add_initiative

    day = a_day("--date", date)
    assert day is not None  # noqa: S101 - the option is required
    new = Initiative("", name, day, site, team, population)

    async def work(desk: "Desk") -> None:
        today = await desk.read_known(lambda _tx, known: known.today(desk.now))
        try:
            await desk.write(
                lambda tx: add_initiative(tx, desk.workspace.id, new, desk.author, today, desk.now)
            )
        except InvalidInput as error:
            places = {"name": "NAME", "date": "--date"}
            raise InvalidInput({places[place]: said for place, said in error.problems.items()}) from None

    at_desk(context, work)
    say(f"Noted: {name}, since {day.isoformat()}.")


@commands.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List initiatives with what came with them: the change of the customers they were for.

    The effect is that change less the one of customers of the same population that started alike, with the
    interval in which it lies nine times out of ten.
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import put_json, put_table, say
    from bot.usecases.measure_initiatives import measure_initiatives

    async def work(desk: "Desk") -> "list[InitiativeView]":
        return await desk.read_known(
            lambda tx, known: measure_initiatives(tx, desk.workspace.id, known.today(desk.now))
        )

    found = at_desk(context, work)
    if as_json:
        put_json([_as_data(view) for view in found])
    elif found:
        headings = ("Initiative", "Since", "Until", "For", "Population", "Their change", "Effect", "Pairs")
        put_table(headings, [row for view in found for row in _rows(view)])
    else:
        say("There is no initiative.")


@commands.command()
def remove(context: typer.Context, name: Name) -> None:
    """Forget an initiative.

    Example: `bellwether initiatives remove "Second desk"`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.usecases.manage_initiatives import remove_initiative

    async def work(desk: "Desk") -> None:
        await desk.write(lambda tx: remove_initiative(tx, desk.workspace.id, name, desk.author, desk.now))

    at_desk(context, work)
    say(f"Removed: {name}.")


def _rows(view: "InitiativeView") -> list[tuple[str, ...]]:
    one = view.initiative
    wanted = ", ".join(word for word in (one.site, one.team, one.population) if word) or "everybody"
    first = (one.name, one.began_on.isoformat(), view.until.isoformat(), wanted)
    if not view.effects:
        return [(*first, "", "no scores on both sides yet", "", "")]
    return [
        (
            *first,
            population,
            _told(effect.before_after),
            _told(effect.effect) if effect.effect else "nobody to compare with",
            f"{effect.pairs} of {effect.pairs + effect.unmatched}",
        )
        for population, effect in view.effects
    ]


def _told(found: "Difference") -> str:
    """``+3.1 (+0.4 to +5.8)``."""
    if found.interval is None:
        return f"{found.points:+.1f} (too few for an interval)"
    verdict = "" if found.distinguishable else ", may be chance"
    return f"{found.points:+.1f} ({found.interval.low:+.1f} to {found.interval.high:+.1f}{verdict})"


def _as_data(view: "InitiativeView") -> dict[str, Any]:
    one = view.initiative
    return {
        "name": one.name,
        "date": one.began_on.isoformat(),
        "until": view.until.isoformat(),
        "site": one.site or None,
        "team": one.team or None,
        "population": one.population or None,
        "effects": [
            {
                "population": population,
                "change": _difference_data(effect.before_after),
                "effect": _difference_data(effect.effect) if effect.effect else None,
                "pairs": effect.pairs,
                "unmatched": effect.unmatched,
            }
            for population, effect in view.effects
        ],
    }


def _difference_data(found: "Difference") -> dict[str, Any]:
    return {
        "points": found.points,
        "low": found.interval.low if found.interval else None,
        "high": found.interval.high if found.interval else None,
    }
