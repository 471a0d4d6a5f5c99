"""Fold every standing anew: what a day of plants, and a habit given up, come to was settled since."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    """No standing counts until it is added up again: the clock does that, or the next write."""
    op.execute("UPDATE standing SET closed_through = NULL")


def downgrade():
    """Nothing to take back: the release before folds them anew as well."""
