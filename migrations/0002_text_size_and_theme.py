"""Text size and theme of each person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = {
    "text_size": ("textsize", ("normal", "large", "larger", "largest")),
    "theme": ("theme", ("system", "light", "dark")),
}


def upgrade():
    """Add both with a default, so that the release before may go on adding people."""
    with op.batch_alter_table("user") as table:
        for column, (name, values) in COLUMNS.items():
            kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)
            table.add_column(sa.Column(column, kind, nullable=False, server_default=values[0]))


def downgrade():
    """Back to the phone's own."""
    with op.batch_alter_table("user") as table:
        for column, (name, _values) in COLUMNS.items():
            table.drop_constraint(op.f(f"ck_user_{name}"), type_="check")
            table.drop_column(column)
