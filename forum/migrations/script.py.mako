"""${message}.

Revision ${up_revision}, after ${down_revision or "nothing"}.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade(engine_name: str) -> None:
    """Change one of the two databases."""
    {"forum": upgrade_forum, "vault": upgrade_vault}[engine_name]()


def downgrade(engine_name: str) -> None:
    """Change it back."""
    {"forum": downgrade_forum, "vault": downgrade_vault}[engine_name]()

% for name in ("forum", "vault"):

def upgrade_${name}() -> None:
    ${context.get(f"{name}_upgrades", "pass")}


def downgrade_${name}() -> None:
    ${context.get(f"{name}_downgrades", "pass")}

% endfor
