"""Answers by text and email, beginning by text, numbers that change hands, summaries shared."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHANNELS = ("sms", "email", "push")
MEANINGS_BEFORE = (
    "record",
    "undo",
    "status",
    "opt_out",
    "opt_in",
    "help",
    "nothing",
    "unclear",
    "stranger",
)
MEANINGS_NEW = (
    "week",
    "month",
    "plants",
    "streak",
    "summary",
    "about",
    "later",
    "pause",
    "resume",
    "remind",
    "remind_off",
    "discreet",
    "notes",
    "web",
    "join",
    "whose",
    "wrong_number",
)
# What was taken back before says so from now on, for UNDO asks the text alone.
UNDONE = (
    "UPDATE inbound_text SET is_undone = true "
    "WHERE batch IN (SELECT undoes FROM mark_change WHERE undoes IS NOT NULL)"
)
INSTANT = sa.DateTime(timezone=True)


def allow(values):
    """Let the meaning of a text be one of these from now on."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("inbound_text") as table:
        table.drop_constraint(op.f("ck_inbound_text_meaning"), type_="check")
        table.create_check_constraint(op.f("ck_inbound_text_meaning"), f"meaning IN ({listed})")


def key(table):
    """The number of a row."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def hers(table):
    """The owner of a row, whose rows go with her."""
    return (
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f(f"fk_{table}_user_id_user"), ondelete="CASCADE"
        ),
    )


def upgrade():
    """Every new column has a default or may be empty: the pages of the release before may go on writing."""
    allow((*MEANINGS_BEFORE, *MEANINGS_NEW))
    with op.batch_alter_table("inbound_text") as table:
        kinds = sa.Enum(*CHANNELS, name="channel", native_enum=False, create_constraint=True, length=16)
        table.add_column(sa.Column("channel", kinds, nullable=False, server_default="sms"))
        table.add_column(sa.Column("is_undone", sa.Boolean(), nullable=False, server_default=sa.false()))
    where = sa.text("undoes IS NOT NULL")
    op.create_index(
        "ix_mark_change_undoes",
        "mark_change",
        ["user_id", "undoes"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.execute(UNDONE)
    op.create_index("ix_inbound_text_user_id_received_at", "inbound_text", ["user_id", "received_at"])
    op.drop_index("ix_inbound_text_user_id", "inbound_text")
    with op.batch_alter_table("wishes") as table:
        table.add_column(sa.Column("is_discreet", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("takes_notes", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("user") as table:
        table.add_column(sa.Column("shared_phone", sa.String(length=16), nullable=True))
    op.create_index("ix_user_shared_phone", "user", ["shared_phone"])
    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("is_link", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "waiting_text",
        *key("waiting_text"),
        sa.Column("message_sid", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=16), nullable=False),
        sa.Column("body", sa.String(length=1600), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.UniqueConstraint("message_sid", name=op.f("uq_waiting_text_message_sid")),
    )
    op.create_index("ix_waiting_text_sender", "waiting_text", ["sender"])
    op.create_table(
        "joining",
        *key("joining"),
        sa.Column("sender_hash", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("agreed_words", sa.String(length=320), nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.UniqueConstraint("sender_hash", name=op.f("uq_joining_sender_hash")),
    )
    op.create_index("ix_joining_changed_at", "joining", ["changed_at"])
    op.create_table(
        "released_number",
        *key("released_number"),
        *hers("released_number"),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("released_at", INSTANT, nullable=False),
    )
    op.create_index("ix_released_number_user_id", "released_number", ["user_id"])
    op.create_index("ix_released_number_number_hash", "released_number", ["number_hash"])
    op.create_table(
        "shared_summary",
        *key("shared_summary"),
        *hers("shared_summary"),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("is_by_text", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("last_opened_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.UniqueConstraint("token_hash", name=op.f("uq_shared_summary_token_hash")),
    )
    op.create_index("ix_shared_summary_user_id", "shared_summary", ["user_id"])
    op.create_index("ix_shared_summary_expires_at", "shared_summary", ["expires_at"])


def downgrade():
    """Back to the meanings of before: what was understood otherwise counts as not understood."""
    for table in ("shared_summary", "released_number", "joining", "waiting_text"):
        op.drop_table(table)
    op.drop_index("ix_mark_change_undoes", "mark_change")
    with op.batch_alter_table("sign_in") as table:
        table.drop_column("is_link")
    op.drop_index("ix_user_shared_phone", "user")
    with op.batch_alter_table("user") as table:
        table.drop_column("shared_phone")
    with op.batch_alter_table("wishes") as table:
        table.drop_column("takes_notes")
        table.drop_column("is_discreet")
    op.create_index("ix_inbound_text_user_id", "inbound_text", ["user_id"])
    op.drop_index("ix_inbound_text_user_id_received_at", "inbound_text")
    op.execute("DELETE FROM inbound_text WHERE channel <> 'sms'")
    with op.batch_alter_table("inbound_text") as table:
        table.drop_constraint(op.f("ck_inbound_text_channel"), type_="check")
        table.drop_column("channel")
        table.drop_column("is_undone")
    listed = ", ".join(f"'{value}'" for value in MEANINGS_NEW)
    op.execute(f"UPDATE inbound_text SET meaning = 'unclear' WHERE meaning IN ({listed})")  # noqa: S608 (our own words)
    allow(MEANINGS_BEFORE)
