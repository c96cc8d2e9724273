"""The first schema.

Revision 0001, after nothing. Made from the models by the command in README.md beside this folder, then put in order by
hand; the triggers and the first rows are those of ``models.safeguards``, so that they are written once.
"""

import sqlalchemy as sa
from alembic import op

from forum.models.safeguards import FIRST_ROWS, triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade(engine_name: str) -> None:
    """Change one of the two databases."""
    {"forum": upgrade_forum, "vault": upgrade_vault}[engine_name]()


def downgrade(engine_name: str) -> None:
    """Change it back."""
    {"forum": downgrade_forum, "vault": downgrade_vault}[engine_name]()


def _guard(table: str) -> None:
    for statement in triggers(table, op.get_bind().dialect.name):
        op.execute(statement)


def _unguard(table: str) -> None:
    # The triggers went with their table; PostgreSQL's function did not.
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {table}_refuse()")


def _begin_with(table: str) -> None:
    columns = (sa.column(name) for name in FIRST_ROWS[table])
    op.execute(sa.insert(sa.table(table, *columns)).values(**FIRST_ROWS[table]))


def upgrade_forum() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=True),
        sa.Column("subject", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_entries_previous")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject", "made_at"])
    op.create_table(
        "audit_heads",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "categories",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("name", name=op.f("uq_categories_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "personas",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "everyday",
                "anonymous",
                "pairing",
                "professional",
                "imported",
                name="persona_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "name_waiting",
                "suspended",
                "erased",
                name="persona_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("skeleton", sa.String(length=120), nullable=True),
        sa.Column("hue", sa.SmallInteger(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=True),
        sa.Column("approved_posts", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'anonymous') = (scope IS NOT NULL)", name=op.f("ck_personas_scope_of_anonymous")),
        sa.CheckConstraint(
            "kind <> 'anonymous' OR (approved_posts = 0 AND skeleton IS NULL)",
            name=op.f("ck_personas_anonymous_bears_no_marks"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personas")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_personas_scope"), "personas", ["scope"])
    op.create_index(
        "uq_personas_skeleton",
        "personas",
        ["skeleton"],
        unique=True,
        sqlite_where=sa.text("skeleton IS NOT NULL"),
        postgresql_where=sa.text("skeleton IS NOT NULL"),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staffed_hours",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.SmallInteger(), nullable=False),
        sa.Column("closes", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "opens >= 0 AND opens < closes AND closes <= 1440", name=op.f("ck_staffed_hours_opens_before_closing")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_staffed_hours_weekday_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffed_hours")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "watermarks",
        sa.Column("reader_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reader_tag", name=op.f("pk_watermarks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "boards",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("category_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("guidelines", sa.Text(), nullable=False),
        sa.Column("guidelines_html", sa.Text(), nullable=False),
        sa.Column(
            "access",
            sa.Enum(
                "public", "members", "invited", name="access", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "posting",
            sa.Enum(
                "hold_all",
                "hold_newcomers",
                "publish_then_review",
                name="posting_policy",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "anonymity",
            sa.Enum(
                "allowed",
                "recommended",
                "always",
                name="anonymity",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("newcomer_posts", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("thread_count", sa.Integer(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("newcomer_posts BETWEEN 0 AND 100", name=op.f("ck_boards_newcomer_posts_sane")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_boards_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
        sa.UniqueConstraint("slug", name=op.f("uq_boards_slug")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "credentials",
        sa.Column("persona_id", sa.String(length=32), nullable=False),
        sa.Column("profession", sa.String(length=60), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "approved_by IS NULL OR proposed_by IS NULL OR approved_by <> proposed_by",
            name=op.f("ck_credentials_two_signatures"),
        ),
        sa.ForeignKeyConstraint(["persona_id"], ["personas.id"], name=op.f("fk_credentials_persona_id")),
        sa.PrimaryKeyConstraint("persona_id", name=op.f("pk_credentials")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("persona_id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=True),
        sa.Column("post_id", sa.String(length=32), nullable=True),
        sa.Column("decision_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["persona_id"], ["personas.id"], name=op.f("fk_outbox_persona_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_outbox_decision_id"), "outbox", ["decision_id"])
    op.create_index("ix_outbox_due", "outbox", ["not_before", "id"])
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("persona_id", sa.String(length=32), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clinician",
                "lead",
                "mentor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("board_id", sa.String(length=32), nullable=True),
        sa.Column("granted_by", sa.String(length=32), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column(
            "waits_for",
            sa.Enum(
                "signature",
                "registration",
                name="role_waits",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role NOT IN ('clinician', 'lead') OR expires_on IS NOT NULL", name=op.f("ck_grants_clinical_expires")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR granted_by IS NULL OR approved_by <> granted_by",
            name=op.f("ck_grants_two_signatures"),
        ),
        sa.CheckConstraint(
            "role NOT IN ('administrator', 'lead') OR granted_by IS NULL OR approved_by IS NOT NULL "
            "OR (waits_for IS NOT NULL AND waits_for = 'signature')",
            name=op.f("ck_grants_grave_by_two"),
        ),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_grants_board_id")),
        sa.ForeignKeyConstraint(["persona_id"], ["personas.id"], name=op.f("fk_grants_persona_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_grants_persona", "grants", ["persona_id"])
    op.create_table(
        "memberships",
        sa.Column("board_id", sa.String(length=32), nullable=False),
        sa.Column("persona_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_memberships_board_id")),
        sa.ForeignKeyConstraint(["persona_id"], ["personas.id"], name=op.f("fk_memberships_persona_id")),
        sa.PrimaryKeyConstraint("board_id", "persona_id", name=op.f("pk_memberships")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_memberships_persona_id"), "memberships", ["persona_id"])
    op.create_table(
        "threads",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("opening_post_id", sa.String(length=32), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "held",
                "published",
                "returned",
                "declined",
                "withdrawn",
                "hidden",
                "erased",
                name="post_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["personas.id"], name=op.f("fk_threads_author_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_threads_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_threads_author_id"), "threads", ["author_id"])
    op.create_index("ix_threads_board_list", "threads", ["board_id", "state", "is_pinned", "last_activity_at", "id"])
    op.create_table(
        "posts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question", "reply", "answer", name="post_kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "held",
                "published",
                "returned",
                "declined",
                "withdrawn",
                "hidden",
                "erased",
                name="post_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("approved_revision_id", sa.String(length=32), nullable=True),
        sa.Column("open_revision_id", sa.String(length=32), nullable=True),
        sa.Column("submission_tag", sa.LargeBinary(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('published', 'hidden') OR (position IS NOT NULL AND approved_revision_id IS NOT NULL)",
            name=op.f("ck_posts_published_has_place_and_words"),
        ),
        sa.CheckConstraint("position IS NULL OR position > 0", name=op.f("ck_posts_position_positive")),
        sa.ForeignKeyConstraint(["author_id"], ["personas.id"], name=op.f("fk_posts_author_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("submission_tag", name=op.f("uq_posts_submission_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posts_author", "posts", ["author_id", "created_at"])
    op.create_index(
        "ix_posts_open_revision",
        "posts",
        ["thread_id", "author_id"],
        sqlite_where=sa.text("open_revision_id IS NOT NULL"),
        postgresql_where=sa.text("open_revision_id IS NOT NULL"),
    )
    op.create_index("uq_posts_position", "posts", ["thread_id", "position"], unique=True)
    op.create_table(
        "revisions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("post_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "approved",
                "returned",
                "declined",
                "withdrawn",
                "superseded",
                name="revision_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("html_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("quoted_revision_id", sa.String(length=32), nullable=True),
        sa.Column("quote_start", sa.Integer(), nullable=True),
        sa.Column("quote_end", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(quoted_revision_id IS NULL) = (quote_start IS NULL) AND (quote_start IS NULL) = (quote_end IS NULL)",
            name=op.f("ck_revisions_quote_is_whole"),
        ),
        sa.CheckConstraint(
            "quote_start IS NULL OR quote_start < quote_end", name=op.f("ck_revisions_quote_has_length")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_revisions_post_id")),
        sa.ForeignKeyConstraint(["quoted_revision_id"], ["revisions.id"], name=op.f("fk_revisions_quoted_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sqlite_with_rowid=False,
    )
    op.create_index("uq_revisions_number", "revisions", ["post_id", "number"], unique=True)
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.String(length=32), nullable=True),
        sa.Column("post_id", sa.String(length=32), nullable=True),
        sa.Column("revision_id", sa.String(length=32), nullable=True),
        sa.Column("persona_id", sa.String(length=32), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "claimed",
                "awaiting_author",
                "awaiting_second",
                "decided",
                "void",
                name="review_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimant_id", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'claimed') = (claimant_id IS NOT NULL) AND (claimant_id IS NULL) = (lease_until IS NULL)",
            name=op.f("ck_reviews_claimed_has_claimant"),
        ),
        sa.CheckConstraint("(post_id IS NULL) <> (persona_id IS NULL)", name=op.f("ck_reviews_one_subject")),
        sa.CheckConstraint("(post_id IS NULL) = (revision_id IS NULL)", name=op.f("ck_reviews_post_has_revision")),
        sa.ForeignKeyConstraint(["author_id"], ["personas.id"], name=op.f("fk_reviews_author_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_reviews_board_id")),
        sa.ForeignKeyConstraint(["claimant_id"], ["personas.id"], name=op.f("fk_reviews_claimant_id")),
        sa.ForeignKeyConstraint(["persona_id"], ["personas.id"], name=op.f("fk_reviews_persona_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_reviews_post_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_reviews_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reviews_post", "reviews", ["post_id"])
    op.create_index(
        "ix_reviews_queue",
        "reviews",
        ["rank", "due_at", "id"],
        sqlite_where=sa.text("state IN ('open', 'claimed')"),
        postgresql_where=sa.text("state IN ('open', 'claimed')"),
    )
    op.create_index(
        "ix_reviews_queue_board",
        "reviews",
        ["board_id", "rank", "due_at", "id"],
        sqlite_where=sa.text("state IN ('open', 'claimed')"),
        postgresql_where=sa.text("state IN ('open', 'claimed')"),
    )
    op.create_index(
        "ix_reviews_second",
        "reviews",
        ["board_id", "due_at"],
        sqlite_where=sa.text("state = 'awaiting_second'"),
        postgresql_where=sa.text("state = 'awaiting_second'"),
    )
    op.create_index(
        "uq_reviews_unfinished_persona_id",
        "reviews",
        ["persona_id"],
        unique=True,
        sqlite_where=sa.text(
            "persona_id IS NOT NULL AND state IN ('open', 'claimed', 'awaiting_author', 'awaiting_second')"
        ),
        postgresql_where=sa.text(
            "persona_id IS NOT NULL AND state IN ('open', 'claimed', 'awaiting_author', 'awaiting_second')"
        ),
    )
    op.create_index(
        "uq_reviews_unfinished_post_id",
        "reviews",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text(
            "post_id IS NOT NULL AND state IN ('open', 'claimed', 'awaiting_author', 'awaiting_second')"
        ),
        postgresql_where=sa.text(
            "post_id IS NOT NULL AND state IN ('open', 'claimed', 'awaiting_author', 'awaiting_second')"
        ),
    )
    op.create_table(
        "revision_sources",
        sa.Column("revision_id", sa.String(length=32), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("assessment_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_revision_sources_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_revision_sources")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("revision_id", sa.String(length=32), nullable=True),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "approve",
                "answer_and_approve",
                "return",
                "decline",
                "hide",
                "escalate",
                "confirm",
                "send_back",
                "close",
                "import",
                name="decision_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version_seen", sa.Integer(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("message_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_post_id", sa.String(length=32), nullable=True),
        sa.Column("replaced_revision_id", sa.String(length=32), nullable=True),
        sa.Column("took_effect", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["personas.id"], name=op.f("fk_decisions_actor_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_decisions_review_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_decisions_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decisions_review", "decisions", ["review_id", "made_at"])
    op.create_index(
        "uq_decisions_standing",
        "decisions",
        ["review_id", "version_seen"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "review_reasons",
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "board_holds_all",
                "newcomer",
                "after_publication",
                "level",
                "identifiers",
                "edit",
                "resubmitted",
                "withdrawn_at_risk",
                "second_review",
                "imported",
                "name",
                name="review_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_reasons_review_id")),
        sa.PrimaryKeyConstraint("review_id", "reason", name=op.f("pk_review_reasons")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "safety_cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "closed", name="case_state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("assessment_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_safety_cases_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_cases")),
        sa.UniqueConstraint("review_id", name=op.f("uq_safety_cases_review_id")),
        sqlite_with_rowid=False,
    )
    _guard("audit_entries")
    _begin_with("audit_heads")


def downgrade_forum() -> None:
    op.drop_table("safety_cases")
    op.drop_table("review_reasons")
    op.drop_table("decisions")
    op.drop_table("revision_sources")
    op.drop_table("reviews")
    op.drop_table("revisions")
    op.drop_table("posts")
    op.drop_table("threads")
    op.drop_table("memberships")
    op.drop_table("grants")
    op.drop_table("outbox")
    op.drop_table("credentials")
    op.drop_table("boards")
    op.drop_table("watermarks")
    op.drop_table("staffed_hours")
    op.drop_table("settings")
    op.drop_table("personas")
    op.drop_table("holidays")
    op.drop_table("categories")
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
    _unguard("audit_entries")


def upgrade_vault() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("signin_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("email_tag", sa.LargeBinary(length=32), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("country_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email_tag", name=op.f("uq_accounts_email_tag")),
        sa.UniqueConstraint("signin_tag", name=op.f("uq_accounts_signin_tag")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "data_keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("master_id", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_data_keys_master_id"), "data_keys", ["master_id"])
    op.create_table(
        "epochs",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("erasures", sa.Integer(), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epochs")),
    )
    op.create_table(
        "persona_links",
        sa.Column("scope_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ordinal_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("persona_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("persona_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("scope_tag", name=op.f("pk_persona_links")),
        sa.UniqueConstraint("ordinal_tag", name=op.f("uq_persona_links_ordinal_tag")),
        sa.UniqueConstraint("persona_tag", name=op.f("uq_persona_links_persona_tag")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "spent_tags",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_spent_tags")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_spent_tags_spent_on"), "spent_tags", ["spent_on"])
    op.create_table(
        "vault_audit_entries",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_vault_audit_entries")),
        sa.UniqueConstraint("previous", name=op.f("uq_vault_audit_entries_previous")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vault_audit_heads",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_audit_heads")),
    )
    op.create_table(
        "consents",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column(
            "consent",
            sa.Enum(
                "rules",
                "confidentiality_limits",
                "minimum_age",
                name="consent",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_consents_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "consent", "version", name=op.f("pk_consents")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "drafts",
        sa.Column("place_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_drafts_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_tag", name=op.f("pk_drafts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_drafts_account_id"), "drafts", ["account_id"])
    op.create_table(
        "inbox_items",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("delivery_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("notice_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_inbox_items_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_items")),
        sa.UniqueConstraint("delivery_tag", name=op.f("uq_inbox_items_delivery_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_items_account_read", "inbox_items", ["account_id", "is_read"])
    op.create_table(
        "one_use_codes",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("limits_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_one_use_codes_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_one_use_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_one_use_codes_account_id"), "one_use_codes", ["account_id"])
    op.create_table(
        "second_factors",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_second_factors_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_ins",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_ins_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sign_ins")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sign_ins_account_id"), "sign_ins", ["account_id"])
    op.create_index(op.f("ix_sign_ins_ends_on"), "sign_ins", ["ends_on"])
    op.create_table(
        "vault_outbox",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("letter_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_vault_outbox_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_outbox")),
        sqlite_with_rowid=False,
    )
    _guard("vault_audit_entries")
    _begin_with("vault_audit_heads")
    _begin_with("epochs")


def downgrade_vault() -> None:
    op.drop_table("vault_outbox")
    op.drop_table("sign_ins")
    op.drop_table("second_factors")
    op.drop_table("one_use_codes")
    op.drop_table("inbox_items")
    op.drop_table("drafts")
    op.drop_table("consents")
    op.drop_table("vault_audit_heads")
    op.drop_table("vault_audit_entries")
    op.drop_table("spent_tags")
    op.drop_table("persona_links")
    op.drop_table("epochs")
    op.drop_table("data_keys")
    op.drop_table("accounts")
    _unguard("vault_audit_entries")
