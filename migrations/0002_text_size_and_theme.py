"""Text size and theme of each person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    """Add both with a default, so that the release before may go on adding people."""
    with op.batch_alter_table("user") as table:
        table.add_column(
            sa.Column(
                "text_size",
                sa.Enum(
                    "normal",
                    "large",
                    "larger",
                    "largest",
                    name="textsize",
                    native_enum=False,
                    create_constraint=True,
                    length=16,
                ),
                nullable=False,
                server_default="normal",
            )
        )
        table.add_column(
            sa.Column(
                "theme",
                sa.Enum(
                    "system",
                    "light",
                    "dark",
                    name="theme",
                    native_enum=False,
                    create_constraint=True,
                    length=16,
                ),
                nullable=False,
                server_default="system",
            )
        )


def downgrade():
    """Back to the phone's own."""
    with op.batch_alter_table("user") as table:
        for column, constraint in (("theme", "ck_user_theme"), ("text_size", "ck_user_textsize")):
            table.drop_constraint(op.f(constraint), type_="check")
            table.drop_column(column)
