"""The schema of both databases; importing this package registers every table.

Vault (``VAULT_URL``): ``accounts links shelf`` and the vault's chain in ``records``: who.
Forum (``DATABASE_URL``): ``personas boards discussions reviews`` and the rest of ``records``: what was said.
``safeguards`` are the triggers and first rows of both.
No column of one database holds a key of the other but the random key ids of sealed words.
"""

from forum.models import accounts, boards, discussions, links, personas, records, reviews, safeguards, shelf

__all__ = ["accounts", "boards", "discussions", "links", "personas", "records", "reviews", "safeguards", "shelf"]
