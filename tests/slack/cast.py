"""The small cast of the Slack tests, valid by default: Acme is falling, Initech has no reviews yet."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.views import (
    AlertState,
    AlertView,
    CheckLine,
    ChecklistItem,
    CsatFigures,
    CustomerLine,
    FlagEnds,
    FlagMark,
    FlagView,
    HealthMark,
    HealthView,
    HistoryEntry,
    HistoryKind,
    HomeView,
    Moved,
    NamedFact,
    Outlook,
    PortfolioView,
    ReviewLine,
    RuleLine,
    StatusChanged,
    WhyView,
)
from scoring.health import Contribution, Health, Item, Kind, NotApplicable
from scoring.intervals import Interval
from scoring.metrics import METRICS
from scoring.ranking import Rank
from scoring.status import Flag, Status
from scoring.trend import Trend

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
HOSTILE = "<!channel> *bold* <https://evil|bank> &amp; <@U123> @here `code` :bomb:\n" + "x" * 10_000


def a_review(**changed: Any) -> ReviewLine:
    review = ReviewLine(
        id="01REVIEW",
        survey_type="csat",
        score=-1.0,
        scale_min=-1.0,
        scale_max=1.0,
        polarity="negative",
        comment="The printer is still on fire.",
        contact_name="Jane Doe",
        contact_email="jane@acme.example",
        ticket_number="4711",
        ticket_subject="Printer on fire",
        agents=("Bob Hope", "Ann Lee"),
        tags=("printer",),
        rated_at=NOON,
        permalink="https://surveys.example/r/1",
    )
    return replace(review, **changed)


def an_alert(**changed: Any) -> AlertView:
    alert = AlertView(
        alert_id="01ALERT",
        customer_id="01ACME",
        customer_name="Acme",
        population="client",
        flag=None,
        review=a_review(),
        state=AlertState.OPEN,
        actor=None,
        acted_at=None,
        snoozed_until=None,
        snooze_reason="",
        before=HealthMark(70.8, 0.6, Status.CONCERNING),
        after=HealthMark(67.6, 0.62, Status.CONCERNING),
        points=-3.2,
        rules=("Tell managers about unhappy customers",),
        first_polarity="negative",
        deleted=False,
        timezone="Europe/Berlin",
    )
    return replace(alert, **changed)


def an_entry(**changed: Any) -> HistoryEntry:
    entry = HistoryEntry(HistoryKind.CLAIMED, NOON, "U0ANN", "", None, "Europe/Berlin")
    return replace(entry, **changed)


def a_customer(**changed: Any) -> CustomerLine:
    mark = HealthMark(71.25, 0.62, Status.CONCERNING)
    return replace(CustomerLine("01ACME", "Acme", "client", "North site", "Ann Lee", mark, None), **changed)


def a_flag(**changed: Any) -> FlagMark:
    """Danger until the end of January in Berlin."""
    end = datetime(2026, 1, 31, 23, tzinfo=UTC)
    return replace(FlagMark(Flag.DANGER, "They <!here> may leave.", "U0ANN", NOON, end), **changed)


def a_flag_view(**changed: Any) -> FlagView:
    return replace(FlagView(a_customer(), None, NOON.date(), "Europe/Berlin"), **changed)


def a_flag_that_ends(**changed: Any) -> FlagEnds:
    return replace(FlagEnds("01ACME", "Acme", a_flag(), "Europe/Berlin"), **changed)


def a_changed_status(**changed: Any) -> StatusChanged:
    pulls = (("CSAT", -8.75), ("First response", -2.1))
    rule = "Tell <!here> about customers at risk"
    told = StatusChanged(
        "01ACME", "Acme <@U1>", Flag.DANGER, "ann@us.example", Status.HEALTHY, Status.CONCERNING, "Healthy",
        "Needs a look", 71.25, 0.62, NOON, pulls, rule, "Europe/Berlin",
    )  # fmt: skip
    return replace(told, **changed)


def initech() -> CustomerLine:
    return CustomerLine("01INITECH", "Initech", "prospect", "", "", None, None)


def some_figures(**changed: Any) -> CsatFigures:
    figures = CsatFigures(28.57, 64.29, 4, 1, 2, 7, 15, 7 / 15, date(2025, 7, 2), date(2026, 1, 2))
    return replace(figures, **changed)


def a_health_view(**changed: Any) -> HealthView:
    items = (Item("review", "01REVIEW", -5.6), Item("review", "01OLD", -3.15), Item("review", "01GONE", 0.0))
    contribution = Contribution(
        "csat", "Satisfaction", -8.75, 64.29, 28.57, 86.0, 1.0, 0.41, items, label="CSAT"
    )
    view = HealthView(
        customer=a_customer(),
        kind="company",
        as_of=NOON,
        scorecard_version=3,
        health=Health(71.25, 80.0, 0.62, (contribution,)),
        status=Status.CONCERNING,
        trend=Trend.DOWN,
        csat=some_figures(),
        last_reviews=(a_review(), a_review(id="01OLD", score=1.0, polarity="positive", comment="")),
        open_alerts=(an_alert(),),
        reviews={"01REVIEW": a_review(), "01OLD": a_review(id="01OLD", rated_at=NOON - timedelta(days=40))},
        timezone="Europe/Berlin",
    )
    return replace(view, **changed)


def a_full_view(**changed: Any) -> HealthView:
    """Every metric with its say, and everything that a card knows around a score."""
    parts = []
    for place, metric in enumerate(METRICS.values()):
        kinds: tuple[Kind, ...] = ("review", "ticket", "interaction", "reading", "absence")
        id_ = ("01REVIEW", "01TICKET", "01CALL", "01SEATS", metric.key)[place % 5]
        points = 0.5 * (8 - place) or 0.3
        parts.append(
            Contribution(
                metric.key, metric.area, points, 60.0 + place, 12.5, 60.0, 1 / 16, 0.4,
                (Item(kinds[place % 5], id_, points),), 12.0, 8.0, 0.5 if place == 3 else 1.0,
                metric.label, metric.unit,
            )
        )  # fmt: skip
    empty = replace(parts[6], value=None, native=None, points=0.0, reliability=0.0, items=())
    parts[6] = empty
    missing = NotApplicable("nps", "NPS", "No NPS surveys have ever come in.")
    total = sum(one.points for one in parts)
    view = a_health_view(
        health=Health(70.0 + total, 70.0, 0.4, tuple(parts), (missing,)),
        since=NOON - timedelta(days=20),
        rank=Rank(12, 1, 7, 25, 140),
        moved=Moved(-3.4, date(2025, 12, 3)),
        csat_range=Interval(1.0, 62.0),
        outlook=Outlook(Status.HEALTHY, 5, 34),
        labels={"concerning": "Needs a look"},
        facts={
            "01TICKET": NamedFact("ticket", "Ticket T-1042", "Printer <!here>", NOON - timedelta(days=9)),
            "01CALL": NamedFact("interaction", "Call", "grievance", NOON - timedelta(days=3)),
            "01SEATS": NamedFact("reading", "Reading 41", "", NOON - timedelta(days=1)),
        },
        windows=dict.fromkeys(METRICS, date(2025, 7, 4)),
    )
    return replace(view, **changed)


def a_silent_customer() -> HealthView:
    nothing = Contribution("csat", "Satisfaction", 0.0, None, None, 86.0, 1.0, 0.0, label="CSAT")
    return a_health_view(
        customer=initech(),
        health=Health(86.0, 86.0, 0.0, (nothing,)),
        status=Status.NOT_ENOUGH_EVIDENCE,
        trend=Trend.UNKNOWN,
        csat=some_figures(
            native=None,
            normalized=None,
            positive=0,
            neutral=0,
            negative=0,
            rated=0,
            sent=0,
            response_rate=None,
        ),
        last_reviews=(),
        open_alerts=(),
        reviews={},
    )


def a_portfolio(**changed: Any) -> PortfolioView:
    counts = {Status.HEALTHY: 41, Status.CONCERNING: 12, Status.AT_RISK: 4, Status.NOT_ENOUGH_EVIDENCE: 3}
    worst = (
        a_customer(
            id="01GLOBEX", name="Globex", mark=HealthMark(42.0, 0.8, Status.AT_RISK), flag=Flag.DANGER
        ),
        a_customer(),
    )
    return replace(PortfolioView(NOON, 60, counts, worst, 2, "Europe/Berlin"), **changed)


def a_home(**changed: Any) -> HomeView:
    checklist = (
        ChecklistItem("Connect a survey tool", True, "Run “bellwether source add”."),
        ChecklistItem("Add a rule", False, "Run “bellwether rules apply”."),
    )
    return replace(HomeView(a_portfolio(), checklist, (an_alert(),), ()), **changed)


def a_reason(**changed: Any) -> WhyView:
    rule = RuleLine(
        "Tell managers about unhappy customers",
        "fired",
        (CheckLine(True, "the polarity is negative"), CheckLine(True, "the review has a comment")),
        ("post to C0123ABCD",),
    )
    return replace(WhyView(an_alert(), (rule,)), **changed)
