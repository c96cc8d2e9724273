"""All pages of accounts, on their blueprint."""

from forum.blueprints.accounts import joining, recovery, second_factor, security, signing_in
from forum.blueprints.accounts.blueprint import accounts

__all__ = ["accounts", "joining", "recovery", "second_factor", "security", "signing_in"]
