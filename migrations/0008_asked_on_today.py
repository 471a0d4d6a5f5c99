"""When she answered the two questions that stand below the list of today."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("home_answered_on", "push_answered_on")


def upgrade():
    """Nobody was asked yet; the release before goes on without knowing."""
    with op.batch_alter_table("user") as table:
        for name in COLUMNS:
            table.add_column(sa.Column(name, sa.Date(), nullable=True))


def downgrade():
    """Away with the answers."""
    with op.batch_alter_table("user") as table:
        for name in COLUMNS:
            table.drop_column(name)
