"""All tables. Whatever belongs to a tenant carries ``workspace_id``, and every query names it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import Id, Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _workspace() -> Column[str]:
    return Column("workspace_id", Id, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False)


workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Id, primary_key=True),
    Column("slack_team_id", Text, unique=True),
    Column("slack_enterprise_id", Text),
    Column("name", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("bot_token", Text),  # encrypted; empty when the token comes from the environment
    Column("bot_user_id", Text),
    # Raised by every change, so that a process knows when what it has compiled is out of date.
    Column("rules_version", Integer, nullable=False),
    Column("scorecard_version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("uninstalled_at", Moment),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("secrets", Text, nullable=False),  # encrypted
    Column("enabled", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("workspace_id", "name"),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("population", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("renewal_on", Date),
    Column("created_at", Moment, nullable=False),
    Column(
        "known_since", Moment, nullable=False
    ),  # of its oldest fact, from which an absence of news is news
    Index(None, "workspace_id", "name"),
)

# How a customer is recognised: "external:<source>:<id>", "email:<address>", "domain:<domain>",
# "name:<normalised>".
customer_keys = Table(
    "customer_keys",
    metadata,
    _workspace(),
    Column("key", Text, nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("workspace_id", "key"),
    Index(None, "customer_id"),
    sqlite_with_rowid=False,
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("workspace_id", "email"),
)

contact_customers = Table(
    "contact_customers",
    metadata,
    _workspace(),
    Column("contact_id", Id, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("workspace_id", "contact_id", "customer_id"),
    Index(None, "customer_id"),
    sqlite_with_rowid=False,
)

agents = Table(
    "agents",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("key", Text, nullable=False),  # the case-folded name or address that sources use
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("slack_user_id", Text),
    Column("hidden", Boolean, nullable=False),
    UniqueConstraint("workspace_id", "key"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id")),  # empty only in the tombstone of an unknown review
    Column("survey_type", Text, nullable=False),
    Column("score", Float),
    Column("scale_min", Float, nullable=False),
    Column("scale_max", Float, nullable=False),
    Column("polarity", Text),
    Column("comment", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_email", Text, nullable=False),
    Column("ticket_external_id", Text, nullable=False),
    Column("ticket_number", Text, nullable=False),
    Column("ticket_subject", Text, nullable=False),
    Column("agents", Json, nullable=False),
    Column("tags", Json, nullable=False),
    Column("status", Text, nullable=False),
    Column("permalink", Text, nullable=False),
    Column("sent_at", Moment),
    Column("rated_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    # When it counts: rated_at, else sent_at, else received_at, never later than this version came in.
    Column("counts_at", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False),  # sent_at, else counts_at, and never later than that
    UniqueConstraint("workspace_id", "source_id", "external_id"),
    Index(None, "workspace_id", "customer_id", "counts_at"),
    Index(None, "workspace_id", "customer_id", "asked_at"),
)

# What a review said before it was changed, so that a score of the past can be told from one of today.
review_versions = Table(
    "review_versions",
    metadata,
    _workspace(),
    Column("review_id", Id, ForeignKey("reviews.id", ondelete="CASCADE"), nullable=False),
    Column("until", Moment, nullable=False),  # when it ceased to be so
    Column("customer_id", Id, nullable=False),
    Column("survey_type", Text, nullable=False),
    Column("score", Float),
    Column("scale_min", Float, nullable=False),
    Column("scale_max", Float, nullable=False),
    Column("polarity", Text),
    Column("status", Text, nullable=False),
    Column("counts_at", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "review_id", "until"),
    Index(None, "workspace_id", "customer_id", "until"),
    sqlite_with_rowid=False,
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("contact_email", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("board", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("agents", Json, nullable=False),
    Column("url", Text, nullable=False),
    Column("opened_at", Moment),
    Column("first_response_at", Moment),
    Column("resolved_at", Moment),
    Column("reopened", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # Whether a ticket system or a file told all of it. A survey tells only of tickets that it asks about, and
    # not what became of them: those say nothing of how much help a customer needs.
    Column("complete", Boolean, nullable=False),
    UniqueConstraint("workspace_id", "source_id", "external_id"),
    Index(None, "workspace_id", "customer_id", "opened_at"),
    Index(None, "workspace_id", "customer_id", "first_response_at"),
    Index(None, "workspace_id", "customer_id", "resolved_at"),
)

interactions = Table(
    "interactions",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("contact_email", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("tone", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    UniqueConstraint("workspace_id", "source_id", "external_id"),
    Index(None, "workspace_id", "customer_id", "occurred_at"),
)

scorecards = Table(
    "scorecards",
    metadata,
    _workspace(),
    Column("version", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "version"),
)

# Figures of metrics that a workspace has of its own.
readings = Table(
    "readings",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("metric", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("workspace_id", "source_id", "external_id"),
    Index(None, "workspace_id", "customer_id", "at"),
)

# When each kind of facts last came in: one that is late lowers what is believed of it.
feeds = Table(
    "feeds",
    metadata,
    _workspace(),
    Column("feed", Text, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "feed"),
    sqlite_with_rowid=False,
)

# The sums of scoring.evidence.Evidence, so that one event costs the same however long the history is.
evidence = Table(
    "evidence",
    metadata,
    _workspace(),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("scorecard_version", Integer, nullable=False),  # whose windows and scales the sums follow
    Column("card", Text, nullable=False),
    Column("day", Date, nullable=False),  # on which the windows end
    Column(
        "body", Text, nullable=False
    ),  # JSON; as text, since nobody looks inside, and numbers stay as written
    PrimaryKeyConstraint("workspace_id", "customer_id"),
    sqlite_with_rowid=False,
)

scores = Table(
    "scores",
    metadata,
    _workspace(),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("scorecard_version", Integer, nullable=False),
    Column("card", Text, nullable=False),
    Column("population", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("baseline", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("status", Text, nullable=False),
    Column("since", Moment, nullable=False),  # when the status began
    Column("calling", Text),  # the status that the score calls for and does not have yet
    Column("calling_since", Moment),
    Column("contributions", Text, nullable=False),  # JSON, as the evidence's body
    Column("as_of", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "customer_id"),
    Index(None, "workspace_id", "status", "score"),
    Index(None, "workspace_id", "population", "score"),
    sqlite_with_rowid=False,
)

# Every change of a status, with what it came from: an event that rules look at, and the history of a card.
status_changes = Table(
    "status_changes",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("scorecard_version", Integer, nullable=False),
    Index(None, "workspace_id", "customer_id", "at"),
    Index(None, "workspace_id", "at"),
)

score_days = Table(
    "score_days",
    metadata,
    _workspace(),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("scorecard_version", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("status", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "customer_id", "day"),
    sqlite_with_rowid=False,
)

# What a team did for its customers from a day on; empty columns are everybody.
initiatives = Table(
    "initiatives",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("name", Text, nullable=False),
    Column("began_on", Date, nullable=False),
    Column("site", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("population", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("workspace_id", "name"),
)

flags = Table(
    "flags",
    metadata,
    _workspace(),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("flag", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    PrimaryKeyConstraint("workspace_id", "customer_id"),
    Index(None, "workspace_id", "flag"),
    Index(None, "workspace_id", "expires_at"),
)

# What people said against what was computed at that moment, so that both can be held to what came of it.
flag_changes = Table(
    "flag_changes",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("change", Text, nullable=False),  # set, cleared, ended
    Column("flag", Text, nullable=False),  # the one set; else the one that is gone
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),  # empty when it ended by itself
    Column("expires_at", Moment),
    Column("score", Float),
    Column("confidence", Float),
    Column("status", Text),
    Index(None, "workspace_id", "customer_id", "at"),
)

rules = Table(
    "rules",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("deleted_at", Moment),
    Index(
        "uq_rules_live_name",
        "workspace_id",
        "name",
        unique=True,
        sqlite_where=text("deleted_at IS NULL"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
)

# What each rule said at each time: a verdict of the past is judged by the version of its moment.
rule_versions = Table(
    "rule_versions",
    metadata,
    _workspace(),
    Column("rule_id", Id, ForeignKey("rules.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "rule_id", "version"),
)

verdicts = Table(
    "verdicts",
    metadata,
    _workspace(),
    Column("rule_id", Id, ForeignKey("rules.id", ondelete="CASCADE"), nullable=False),
    Column("event_key", Text, nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("review_id", Id, ForeignKey("reviews.id", ondelete="CASCADE")),
    Column("outcome", Text, nullable=False),
    Column("checks", Json, nullable=False),
    Column("judged_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "rule_id", "event_key"),
    Index(None, "review_id"),
    sqlite_with_rowid=False,
)

# Events that wait for a rule's settle delay: the customer may still change the rating.
settling = Table(
    "settling",
    metadata,
    _workspace(),
    Column("rule_id", Id, ForeignKey("rules.id", ondelete="CASCADE"), nullable=False),
    Column("review_id", Id, ForeignKey("reviews.id", ondelete="CASCADE"), nullable=False),
    Column("due_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "rule_id", "review_id"),
    Index(None, "due_at"),
    sqlite_with_rowid=False,
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("review_id", Id, ForeignKey("reviews.id", ondelete="CASCADE"), nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("actor", Text),
    Column("acted_at", Moment),
    Column("snoozed_until", Moment),
    Column("snooze_reason", Text, nullable=False),
    Column("first_polarity", Text),
    Column("rules", Json, nullable=False),  # names of the rules that asked, for showing
    Column("score_before", Float),
    Column("confidence_before", Float),
    Column("status_before", Text),
    Column("score_after", Float),
    Column("confidence_after", Float),
    Column("status_after", Text),
    Column("points", Float),
    Column("revision", Integer, nullable=False),  # raised by every change that the message must show
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("workspace_id", "review_id"),
    Index(None, "workspace_id", "state", "created_at"),
    Index(None, "workspace_id", "customer_id", "created_at"),
    Index(None, "snoozed_until"),
)

messages = Table(
    "messages",
    metadata,
    _workspace(),
    Column("alert_id", Id, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("drawn_revision", Integer, nullable=False),
    Column("posted_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "alert_id", "channel"),
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("kind", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("alert_id", Id, ForeignKey("alerts.id", ondelete="CASCADE")),  # empty for a notice
    Column("dedupe_key", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("claimed_by", Id),
    Column("claimed_at", Moment),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("error_code", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("workspace_id", "dedupe_key"),
    Index(None, "state", "due_at"),
    Index(None, "workspace_id", "state", "created_at"),
    Index(None, "alert_id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("review_id", Id),
    Column("reason", Text, nullable=False),
    Column("body", LargeBinary),  # only of what was not understood
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("workspace_id", "source_id", "event_id"),
    Index(
        "ix_inbox_quarantined",
        "workspace_id",
        "received_at",
        sqlite_where=text("outcome = 'quarantined'"),
        postgresql_where=text("outcome = 'quarantined'"),
    ),
)

# How far imports have come: a file that was half done goes on there.
import_progress = Table(
    "import_progress",
    metadata,
    _workspace(),
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),  # of the file and of how it is read
    Column("position", BigInteger, nullable=False),
    Column("line", BigInteger, nullable=False),
    Column("counts", Json, nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "source_id", "kind", "fingerprint"),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    _workspace(),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Index(None, "workspace_id", "subject", "at"),
)

# Below: the house's own tables, of no tenant.

processes = Table(
    "processes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

slack_events = Table(
    "slack_events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("seen_at", Moment, nullable=False),
    Index(None, "seen_at"),
)

# Installations that were begun: the state proves that who comes back from Slack is who went there.
install_states = Table(
    "install_states",
    metadata,
    Column("state_hash", Text, primary_key=True),
    Column("expires_at", Moment, nullable=False),
)

schedule_runs = Table(
    "schedule_runs",
    metadata,
    Column("job", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("process_id", Id, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    PrimaryKeyConstraint("job", "due"),
)
