"""What she brings to a visit, what her summary holds, and when a link to it was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INCLUDED = ("has_name", "has_birth_date", "has_notes", "has_events", "has_details")


def upgrade():
    """Links of the release before show what they showed: the name, and nothing she brings."""
    _hers("visit", sa.Column("day", sa.Date(), nullable=False), _text("with_whom", 80))
    op.create_index(op.f("ix_visit_day"), "visit", ["day"])
    _hers(
        "question",
        _text("words", 300),
        _text("answer", 500),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
    )
    _hers(
        "result",
        _one_of("kind", "bone_density", "vitamin_d", "other", table="result"),
        _one_of(
            "site",
            *("lumbar_spine", "hip", "left_hip", "right_hip", "femoral_neck", "forearm"),
            table="result",
            nullable=True,
        ),
        _text("name", 60),
        _text("comparator", 1),
        _text("printed", 12),
        _text("unit", 20),
        _text("taken_on", 10),
        _text("source", 80),
    )
    _hers("medicine", _text("name", 80), _text("dose", 80), _text("since", 10), _text("until", 10))
    _hers(
        "fall",
        _text("day", 10),
        _one_of("harm", "none", "minor", "treated", "fracture", table="fall"),
        _text("note", 200),
    )
    _hers("fracture", _text("day", 10), _text("bone", 60), _text("note", 200))
    _hers("shown_note", sa.Column("day", sa.Date(), nullable=False), _text("words", 500))
    op.create_table(
        "summary_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in INCLUDED),
        _owner("summary_choice"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_summary_choice")),
    )
    with op.batch_alter_table("shared_summary") as table:
        for name in INCLUDED:
            usual = sa.true() if name == "has_name" else sa.false()
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=usual))
    op.create_table(
        "summary_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        _one_of("look", "page", "pdf", table="summary_opening"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        _owner("summary_opening"),
        sa.ForeignKeyConstraint(
            ["summary_id"],
            ["shared_summary.id"],
            name=op.f("fk_summary_opening_summary_id_shared_summary"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_opening")),
    )
    for column in ("user_id", "summary_id"):
        op.create_index(op.f(f"ix_summary_opening_{column}"), "summary_opening", [column])


def downgrade():
    """Away with what the release before does not know."""
    op.drop_table("summary_opening")
    with op.batch_alter_table("shared_summary") as table:
        for name in INCLUDED:
            table.drop_column(name)
    op.drop_table("summary_choice")
    for name in ("shown_note", "fracture", "fall", "medicine", "result", "question", "visit"):
        op.drop_table(name)


def _hers(name, *columns):
    """A table of rows of one person that she adds, changes and takes away."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _owner(name),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_user_id"), name, ["user_id"])


def _owner(name):
    return sa.ForeignKeyConstraint(
        ["user_id"], ["user.id"], name=op.f(f"fk_{name}_user_id_user"), ondelete="CASCADE"
    )


def _text(name, length):
    return sa.Column(name, sa.String(length=length), nullable=False)


def _one_of(name, *values, table, nullable=False):
    kind = sa.Enum(
        *values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=16
    )
    return sa.Column(name, kind, nullable=nullable)
