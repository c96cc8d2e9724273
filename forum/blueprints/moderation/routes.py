"""The routes of this blueprint, gathered."""

from forum.blueprints.moderation import queue_pages, review_pages
from forum.blueprints.moderation.blueprint import blueprint

__all__ = ["blueprint", "queue_pages", "review_pages"]
