"""Telling people: the forum's outbox, the vault's inbox, and mail that says nothing."""
