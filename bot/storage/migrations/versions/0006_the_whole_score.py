"""Evidence of every kind, readings, feeds, changes of status, and what reviews said before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply this step. Evidence is counted anew by the next scoring; scores stay until then.

    New columns keep a default in the database: to take it away, SQLite would have to copy tables that others
    refer to.
    """
    _reviews()
    _customers_and_tickets()
    _readings_and_feeds()
    _evidence()
    _scores()


def _reviews() -> None:
    op.add_column("reviews", sa.Column("asked_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE reviews SET asked_at = CASE WHEN sent_at < counts_at THEN sent_at ELSE counts_at END")
    op.create_index(
        op.f("ix_reviews_workspace_id_customer_id_asked_at"),
        "reviews",
        ["workspace_id", "customer_id", "asked_at"],
    )
    op.create_table(
        "review_versions",
        _workspace("review_versions"),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("survey_type", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("scale_min", sa.Float(), nullable=False),
        sa.Column("scale_max", sa.Float(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("counts_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        *_of_workspace("review_versions"),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_versions_review_id_reviews"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "review_id", "until", name=op.f("pk_review_versions")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_review_versions_workspace_id_customer_id_until"),
        "review_versions",
        ["workspace_id", "customer_id", "until"],
    )


def _customers_and_tickets() -> None:
    op.add_column("customers", sa.Column("known_since", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE customers SET known_since = created_at")
    for table, column in (
        ("reviews", "counts_at"),
        ("tickets", "opened_at"),
        ("interactions", "occurred_at"),
    ):
        oldest = (
            f"SELECT MIN({column}) FROM {table} AS fact"  # noqa: S608 - names from the line above
            " WHERE fact.workspace_id = customers.workspace_id AND fact.customer_id = customers.id"
        )
        op.execute(f"UPDATE customers SET known_since = ({oldest}) WHERE ({oldest}) < known_since")  # noqa: S608
    op.add_column("tickets", sa.Column("complete", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Surveys never told of a first response or a topic.
    op.execute("UPDATE tickets SET complete = true WHERE first_response_at IS NOT NULL OR topic <> ''")
    for column in ("first_response_at", "resolved_at"):
        op.create_index(
            op.f(f"ix_tickets_workspace_id_customer_id_{column}"),
            "tickets",
            ["workspace_id", "customer_id", column],
        )


def _readings_and_feeds() -> None:
    op.create_table(
        "readings",
        sa.Column("id", sa.Text(), nullable=False),
        _workspace("readings"),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_of_workspace("readings"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_readings_source_id_sources")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_readings_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        sa.UniqueConstraint(
            "workspace_id",
            "source_id",
            "external_id",
            name=op.f("uq_readings_workspace_id_source_id_external_id"),
        ),
    )
    op.create_index(
        op.f("ix_readings_workspace_id_customer_id_at"), "readings", ["workspace_id", "customer_id", "at"]
    )
    op.create_table(
        "feeds",
        _workspace("feeds"),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        *_of_workspace("feeds"),
        sa.PrimaryKeyConstraint("workspace_id", "feed", name=op.f("pk_feeds")),
        sqlite_with_rowid=False,
    )
    for feed, table, column, only in (
        *(
            (survey, "reviews", "received_at", f"survey_type = '{survey}'")
            for survey in ("csat", "nps", "ces")
        ),
        ("tickets", "tickets", "changed_at", "complete"),
        ("interactions", "interactions", "occurred_at", "1 = 1"),
    ):
        op.execute(
            f"INSERT INTO feeds SELECT workspace_id, '{feed}', MIN({column}), MAX({column}) FROM {table}"  # noqa: S608
            f" WHERE {only} GROUP BY workspace_id"
        )


def _evidence() -> None:
    op.drop_table("evidence")
    op.create_table(
        "evidence",
        _workspace("evidence"),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("scorecard_version", sa.Integer(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        *_of_workspace("evidence"),
        _of_customer("evidence"),
        sa.PrimaryKeyConstraint("workspace_id", "customer_id", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )


def _scores() -> None:
    op.drop_column("scores", "contributions")
    for column in (
        sa.Column("contributions", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("card", sa.Text(), nullable=False, server_default="default"),
        sa.Column("population", sa.Text(), nullable=False, server_default=""),
        sa.Column("since", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("calling", sa.Text(), nullable=True),
        sa.Column("calling_since", sa.BigInteger(), nullable=True),
    ):
        op.add_column("scores", column)
    op.execute(
        "UPDATE scores SET since = as_of,"
        " population = (SELECT population FROM customers WHERE customers.id = scores.customer_id)"
    )
    op.create_index(
        op.f("ix_scores_workspace_id_population_score"), "scores", ["workspace_id", "population", "score"]
    )
    op.create_table(
        "status_changes",
        sa.Column("id", sa.Text(), nullable=False),
        _workspace("status_changes"),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("scorecard_version", sa.Integer(), nullable=False),
        *_of_workspace("status_changes"),
        _of_customer("status_changes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_changes")),
    )
    op.create_index(
        op.f("ix_status_changes_workspace_id_customer_id_at"),
        "status_changes",
        ["workspace_id", "customer_id", "at"],
    )
    op.create_index(op.f("ix_status_changes_workspace_id_at"), "status_changes", ["workspace_id", "at"])


def _workspace(_table: str) -> sa.Column[str]:
    return sa.Column("workspace_id", sa.Text(), nullable=False)


def _of_workspace(table: str) -> list[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_workspace_id_workspaces")
    return [sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=name, ondelete="CASCADE")]


def _of_customer(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_customer_id_customers")
    return sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    """Undo this step; what only it can hold is lost, and scores are computed anew."""
    for table in ("status_changes", "feeds", "readings", "review_versions", "evidence"):
        op.drop_table(table)
    op.create_table(
        "evidence",
        _workspace("evidence"),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("weight", "moment")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("positive", "neutral", "negative", "sent")
        ),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("scorecard_version", sa.Integer(), nullable=False),
        *_of_workspace("evidence"),
        _of_customer("evidence"),
        sa.PrimaryKeyConstraint("workspace_id", "customer_id", "metric", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )
    op.drop_index(op.f("ix_scores_workspace_id_population_score"), "scores")
    op.execute("DELETE FROM scores")
    for column in ("card", "population", "since", "calling", "calling_since", "contributions"):
        op.drop_column("scores", column)
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("scores", sa.Column("contributions", json, nullable=False, server_default="[]"))
    for column in ("first_response_at", "resolved_at"):
        op.drop_index(op.f(f"ix_tickets_workspace_id_customer_id_{column}"), "tickets")
    op.drop_index(op.f("ix_reviews_workspace_id_customer_id_asked_at"), "reviews")
    for table, column in (("tickets", "complete"), ("customers", "known_since"), ("reviews", "asked_at")):
        op.drop_column(table, column)
