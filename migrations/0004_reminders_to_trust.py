"""Several reminders with their ways, web push, addresses that do not work, the breaker, care partners."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHANNELS = ("sms", "email", "push")
CHANNELS_BEFORE = ("sms", "email")
WITH_CHANNEL = ("delivery", "letter", "consent", "slot", "sign_in_code")
PURPOSES = ("day", "evening", "plants", "month")
FAULTS = ("bad_address", "unreachable")
INSTANT = sa.DateTime(timezone=True)


def enum(name, values):
    """A text column that holds one of some values."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)


def allow(table, column, name, values):
    """Let a column hold these values from now on."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), f"{column} IN ({listed})")


def part(table, name, columns, where):
    """An index over the few rows that a job looks for."""
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def key():
    """The number of a row."""
    return sa.Column("id", sa.Integer(), nullable=False)


def hers(table, primary="id"):
    """The owner of a row, whose rows go with her."""
    return (
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f(f"fk_{table}_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(primary, name=op.f(f"pk_{table}")),
    )


def upgrade():
    """Every new column has a default or may be empty: the pages of the release before may go on writing.

    Its clock processes may not: they would send the times of plants and of the month as daily reminders, and
    end with a LookupError at the first slot or delivery whose channel is push. Stop them before the first
    person can make such a row, that is before the web processes of this release start.
    """
    for table in WITH_CHANNEL:
        allow(table, "channel", "channel", CHANNELS)
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("next_check_at", INSTANT, nullable=True))
        table.add_column(sa.Column("checks", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("is_astray", sa.Boolean(), nullable=False, server_default=sa.false()))
    part("delivery", "ix_delivery_checked", ["next_check_at"], "next_check_at IS NOT NULL")
    part("delivery", "ix_delivery_astray", ["id"], "is_astray")
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"])
    part("delivery", "ix_delivery_texts", ["posting_at", "kind", "channel"], "channel = 'sms'")
    with op.batch_alter_table("slot") as table:
        table.add_column(sa.Column("also", sa.JSON(), nullable=True))
        table.add_column(
            sa.Column("purpose", enum("purpose", PURPOSES), nullable=False, server_default="day")
        )
        table.add_column(sa.Column("habit_ids", sa.JSON(), nullable=True))
        table.add_column(sa.Column("again_after", sa.Integer(), nullable=True))
        table.add_column(sa.Column("tz_version", sa.String(length=16), nullable=False, server_default=""))
        table.add_column(sa.Column("fault", sa.String(length=32), nullable=True))
    op.create_index("ix_mark_change_user_id_received_at", "mark_change", ["user_id", "received_at"])
    with op.batch_alter_table("standing") as table:
        table.add_column(sa.Column("strong_since", sa.Date(), nullable=True))
    make_tables()


def make_tables():
    """What is new altogether."""
    op.create_table(
        "wishes",
        *hers("wishes", primary="user_id"),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("snoozed_until", INSTANT, nullable=True),
        sa.Column("unasked", sa.JSON(), nullable=False),
        sa.Column("asked_still", sa.JSON(), nullable=False),
    )
    op.create_table(
        "push_subscription",
        key(),
        *hers("push_subscription"),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("p256dh", sa.String(length=120), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index("ix_push_subscription_user_id", "push_subscription", ["user_id"])
    op.create_table(
        "address_fault",
        key(),
        *hers("address_fault"),
        sa.Column("channel", enum("channel", CHANNELS), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("fault", enum("fault", FAULTS), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
    )
    op.create_index("ix_address_fault_user_id_channel", "address_fault", ["user_id", "channel"])
    op.create_table(
        "breaker",
        sa.Column("channel", enum("channel", CHANNELS), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("retry_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_breaker")),
    )
    op.create_table(
        "care_partner",
        key(),
        *hers("care_partner"),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("silent_days", sa.Integer(), nullable=False),
        sa.Column("invited_at", INSTANT, nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=True),
        sa.Column("next_check_at", INSTANT, nullable=True),
    )
    op.create_index("ix_care_partner_user_id", "care_partner", ["user_id"])
    part("care_partner", "ix_care_partner_next_check_at", ["next_check_at"], "next_check_at IS NOT NULL")


def downgrade():
    """Back to one daily time a channel; what only the new release knows goes.

    The release before would send a month's letter every day, and knows no push: those rows go too.
    """
    for table in ("care_partner", "breaker", "address_fault", "push_subscription", "wishes"):
        op.drop_table(table)
    op.execute("DELETE FROM slot WHERE purpose NOT IN ('day', 'evening')")
    for table in WITH_CHANNEL:
        op.execute(f"DELETE FROM \"{table}\" WHERE channel = 'push'")  # noqa: S608 (our own words)
    op.drop_index("ix_delivery_texts", "delivery")
    op.drop_index("ix_mark_change_user_id_received_at", "mark_change")
    op.drop_index("ix_delivery_due_at", "delivery")
    op.drop_index("ix_delivery_astray", "delivery")
    op.drop_index("ix_delivery_checked", "delivery")
    columns = {
        "standing": ("strong_since",),
        "slot": ("fault", "tz_version", "again_after", "habit_ids", "also"),
        "delivery": ("is_astray", "checks", "next_check_at"),
    }
    for name, dropped in columns.items():
        with op.batch_alter_table(name) as table:
            for column in dropped:
                table.drop_column(column)
    with op.batch_alter_table("slot") as table:
        table.drop_constraint(op.f("ck_slot_purpose"), type_="check")
        table.drop_column("purpose")
    for table in WITH_CHANNEL:
        allow(table, "channel", "channel", CHANNELS_BEFORE)
