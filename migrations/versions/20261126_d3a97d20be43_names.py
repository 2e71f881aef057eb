"""Former addresses of pages, moves and merges."""

revision = "d3a97d20be43"
down_revision = "d2c4e81f5a32"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
