"""The history of flags, and deliveries that are about no alert."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "flag_changes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_flag_changes_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_flag_changes_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_changes")),
    )
    op.create_index(
        op.f("ix_flag_changes_workspace_id_customer_id_at"),
        "flag_changes",
        ["workspace_id", "customer_id", "at"],
    )
    op.create_index(op.f("ix_flags_workspace_id_flag"), "flags", ["workspace_id", "flag"])
    op.create_index(op.f("ix_flags_workspace_id_expires_at"), "flags", ["workspace_id", "expires_at"])
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.alter_column("alert_id", existing_type=sa.Text(), nullable=True)


def downgrade() -> None:
    """Undo this step; what is about no alert is lost."""
    op.execute("DELETE FROM deliveries WHERE alert_id IS NULL")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.alter_column("alert_id", existing_type=sa.Text(), nullable=False)
    op.drop_index(op.f("ix_flags_workspace_id_expires_at"), "flags")
    op.drop_index(op.f("ix_flags_workspace_id_flag"), "flags")
    op.drop_table("flag_changes")
