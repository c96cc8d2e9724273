"""The task queue: SQLite by default, Redis where a site has one; signed, so that nobody else can put a task in."""

from huey import Huey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer

from forum.config import Settings


def make_queue(settings: Settings) -> Huey:
    """Return the site's task queue."""
    serializer = SignedSerializer(secret=settings.secret_key, salt="alongside-tasks")
    if settings.redis_url:
        return RedisHuey("alongside", url=settings.redis_url, serializer=serializer)
    return SqliteHuey("alongside", filename=str(settings.data / "tasks.sqlite3"), serializer=serializer)
