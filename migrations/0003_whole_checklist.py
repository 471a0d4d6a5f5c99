"""Spells, notes, gaps, goals on chosen days, cautions asked about, and a log of changes to her list."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REASONS = ("ill", "away", "hospital", "doctor", "other")
KINDS = ("set", "add", "skip", "clear", "note", "eat", "uneat", "undo")
PLAN = (
    *("take_on", "take_up", "give_up", "goal", "words", "order"),
    *("spell", "note", "offer", "undo"),
)
SOURCES = ("tap", "text", "email", "offline", "import")
# What the release before knows: a row that says more cannot be kept on the way down.
REASONS_BEFORE = tuple(reason for reason in REASONS if reason != "hospital")
KINDS_BEFORE = tuple(kind for kind in KINDS if kind != "note")


def made_anew():
    """How to change a table whose largest id, when its row goes, shall not be given to the next row.

    SQLite does so unless the table is made otherwise: it is copied there, and changed in place elsewhere.
    """
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    recreate = "always" if is_sqlite else "never"
    return {"recreate": recreate, "table_kwargs": {"sqlite_autoincrement": True}}


def enum(name, values):
    """A text column that holds one of some values."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)


def key():
    """The number of a row."""
    return sa.Column("id", sa.Integer(), nullable=False)


def hers(table):
    """The owner of a row, whose rows go with her."""
    return (
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f(f"fk_{table}_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade():
    """Every new column has a default or may be empty, so that the release before may go on writing."""
    with op.batch_alter_table("user") as table:
        table.add_column(sa.Column("conditions", sa.JSON(), nullable=True))
        table.add_column(sa.Column("offer_declined_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("zone_kept", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("habit", **made_anew()) as table:
        table.add_column(sa.Column("gaps", sa.JSON(), nullable=True))
    with op.batch_alter_table("goal", **made_anew()) as table:
        table.add_column(sa.Column("set_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("weekdays", sa.String(length=7), nullable=True))
        table.add_column(sa.Column("month_day", sa.Integer(), nullable=True))
    with op.batch_alter_table("mark_change") as table:
        table.add_column(sa.Column("asked", sa.JSON(), nullable=True))
    allow("mark", "skip", "skip", REASONS)
    allow("mark_change", "kind", "changekind", KINDS)
    make_tables()


def allow(table, column, name, values):
    """Let a column hold these values from now on."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), f"{column} IN ({listed})")


def make_tables():
    """What is new altogether."""
    op.create_table(
        "spell",
        key(),
        *hers("spell"),
        sa.Column("reason", enum("skip", REASONS), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("habit_ids", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_spell_user_id_last", "spell", ["user_id", "last"])
    op.create_table(
        "day_note",
        key(),
        *hers("day_note"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("user_id", "day", name=op.f("uq_day_note_user_id_day")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "caution_asked",
        key(),
        *hers("caution_asked"),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.String(length=40), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.UniqueConstraint(
            "user_id", "slug", "condition", name=op.f("uq_caution_asked_user_id_slug_condition")
        ),
    )
    op.create_table(
        "plan_change",
        key(),
        *hers("plan_change"),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("undoes", sa.String(length=36), nullable=True),
        sa.Column("kind", enum("plankind", PLAN), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("source", enum("source", SOURCES), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("user_id", "uuid", name=op.f("uq_plan_change_user_id_uuid")),
    )
    op.create_index("ix_plan_change_user_id_day", "plan_change", ["user_id", "day"])


def downgrade():
    """Back to one stretch a habit; a stay in hospital becomes another reason, notes leave the log.

    The release before cannot read a stay in hospital: stop its processes before the new ones write.
    """
    for table in ("plan_change", "caution_asked", "day_note", "spell"):
        op.drop_table(table)
    op.execute("UPDATE mark SET skip = 'other' WHERE skip = 'hospital'")
    is_note = "kind = 'note' OR (kind = 'undo' AND CAST(after AS TEXT) LIKE '%\"note\"%')"
    op.execute(f"DELETE FROM mark_change WHERE {is_note}")  # noqa: S608 (our own words)
    for column in ("before", "after"):
        told = f"REPLACE(CAST({column} AS TEXT), '\"hospital\"', '\"other\"')"
        if op.get_bind().dialect.name != "sqlite":
            told = f"CAST({told} AS JSON)"
        op.execute(f"UPDATE mark_change SET {column} = {told}")  # noqa: S608 (our own words)
    allow("mark_change", "kind", "changekind", KINDS_BEFORE)
    allow("mark", "skip", "skip", REASONS_BEFORE)
    columns = {
        "mark_change": ("asked",),
        "goal": ("set_on", "weekdays", "month_day"),
        "habit": ("gaps",),
        "user": ("conditions", "offer_declined_on", "zone_kept"),
    }
    for name, dropped in columns.items():
        with op.batch_alter_table(name) as table:
            for column in dropped:
                table.drop_column(column)
