"""Second factors, passkeys, outside identities and tokens."""

import sqlalchemy as sa
from alembic import op

revision = "d93a4d6e8fa9"
down_revision = "d8293c5d7e98"
branch_labels = None
depends_on = None


def owner(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    """The person whom a row goes with."""
    key = sa.ForeignKeyConstraint(
        ["user_id"], ["user_account.id"], name=op.f(f"fk_{table}_user_id_user_account"), ondelete="CASCADE"
    )
    return sa.Column("user_id", sa.Integer(), nullable=False), key


def upgrade() -> None:
    op.create_table(
        "known_browser",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner("known_browser"),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("trusted_until", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_browser")),
        sa.UniqueConstraint("user_id", "token_hash", name=op.f("uq_known_browser_user_id_token_hash")),
    )
    # Never as a batch: SQLite would make the table anew, and dropping the former one would take along every row
    # that goes with a person.
    op.add_column("user_account", sa.Column("leaving_at", sa.DateTime()))
    op.add_column(
        "user_account",
        sa.Column("told_of_browsers", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    extend_sessions()
    op.create_table(
        "begun_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_begun_step_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_begun_step")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_begun_step_token_hash")),
    )
    op.create_index(op.f("ix_begun_step_user_id"), "begun_step", ["user_id"])
    op.create_index(op.f("ix_begun_step_expires_at"), "begun_step", ["expires_at"])
    create_ways_in()
    create_archives()


def extend_sessions() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.add_column(sa.Column("way", sa.String(length=20), nullable=False, server_default="password"))
        batch.add_column(sa.Column("is_strong", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("proved_at", sa.DateTime()))
        batch.add_column(sa.Column("seen_at", sa.DateTime()))
        batch.add_column(sa.Column("agent", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("place", sa.String(length=45), nullable=False, server_default=""))
        batch.add_column(sa.Column("browser_id", sa.Integer()))
        batch.create_foreign_key(
            op.f("fk_sign_in_browser_id_known_browser"),
            "known_browser",
            ["browser_id"],
            ["id"],
            ondelete="SET NULL",
        )


def create_ways_in() -> None:
    op.create_table(
        "second_factor",
        *owner("second_factor"),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner("recovery_code"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner("passkey"),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("is_synced", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])
    op.create_table(
        "outside_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner("outside_identity"),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("label", sa.String(length=254), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_outside_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_outside_identity_user_id"), "outside_identity", ["user_id"])
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner("api_token"),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.String(length=8), nullable=False),
        sa.Column("scopes", sa.String(length=60), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime()),
        sa.Column("used_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"])


def create_archives() -> None:
    op.create_table(
        "own_data_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner("own_data_archive"),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_data_archive")),
    )
    op.create_index(op.f("ix_own_data_archive_user_id"), "own_data_archive", ["user_id"])
    op.create_table(
        "own_data_piece",
        sa.Column("archive_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["archive_id"],
            ["own_data_archive.id"],
            name=op.f("fk_own_data_piece_archive_id_own_data_archive"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("archive_id", "number", name=op.f("pk_own_data_piece")),
    )


def downgrade() -> None:
    for table in ("own_data_piece", "own_data_archive", "api_token", "outside_identity", "passkey",
                  "recovery_code", "second_factor", "begun_step"):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_constraint(op.f("fk_sign_in_browser_id_known_browser"), type_="foreignkey")
        for column in ("way", "is_strong", "proved_at", "seen_at", "agent", "place", "browser_id"):
            batch.drop_column(column)
    op.drop_column("user_account", "leaving_at")
    op.drop_column("user_account", "told_of_browsers")
    op.drop_table("known_browser")
