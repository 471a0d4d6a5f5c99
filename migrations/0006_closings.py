"""What closed weeks and months came to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    """No standing counts until its weeks and months are added up: the clock does it, or the next write.

    A process of before does not write ``closed_through``: what it folds meanwhile does not count either.
    """
    op.create_table(
        "closing",
        sa.Column("habit_id", sa.Integer(), nullable=False),
        sa.Column(
            "span",
            sa.Enum(
                "week",
                "month",
                name=op.f("ck_closing_span"),
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("first", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("met", "partial", "not_met", "skipped", "not_recorded")
        ),
        sa.Column("total", sa.Float(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("best", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("strong_since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["habit_id"], ["habit.id"], name=op.f("fk_closing_habit_id_habit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("habit_id", "span", "first", name=op.f("pk_closing")),
    )
    with op.batch_alter_table("standing") as table:
        table.add_column(sa.Column("closed_through", sa.Date(), nullable=True))


def downgrade():
    """Away with what can be added up again."""
    with op.batch_alter_table("standing") as table:
        table.drop_column("closed_through")
    op.drop_table("closing")
