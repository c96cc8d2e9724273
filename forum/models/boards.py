"""Forum: categories, boards, the hours in which clinicians are there, and the site's settings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.columns import ROWLESS, TokenPk, UtcDateTime, enum_type
from forum.extensions import Model
from forum.models.states import Access, Anonymity, PostingPolicy


class Category(Model):
    """A heading over boards."""

    __tablename__ = "categories"
    __table_args__ = ROWLESS

    id: Mapped[TokenPk]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    place: Mapped[int] = mapped_column(default=0)


class Board(Model):
    """Where threads live; its name and texts are the staff's words and public to those who may see it."""

    __tablename__ = "boards"
    __table_args__ = (
        CheckConstraint("newcomer_posts BETWEEN 0 AND 100", name="newcomer_posts_sane"),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    category_id: Mapped[str] = mapped_column(ForeignKey("categories.id"))
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(String(300))
    guidelines: Mapped[str] = mapped_column(Text, default="")
    guidelines_html: Mapped[str] = mapped_column(Text, default="")
    access: Mapped[Access] = mapped_column(enum_type(Access))
    posting: Mapped[PostingPolicy] = mapped_column(enum_type(PostingPolicy))
    anonymity: Mapped[Anonymity] = mapped_column(enum_type(Anonymity), default=Anonymity.ALLOWED)
    newcomer_posts: Mapped[int] = mapped_column(SmallInteger, default=3)
    place: Mapped[int] = mapped_column(default=0)
    is_archived: Mapped[bool] = mapped_column(default=False)
    thread_count: Mapped[int] = mapped_column(default=0)
    post_count: Mapped[int] = mapped_column(default=0)
    last_activity_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffedHours(Model):
    """A stretch of a weekday in which clinicians are there, in the site's time zone."""

    __tablename__ = "staffed_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", name="opens_before_closing"),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    weekday: Mapped[int] = mapped_column(SmallInteger)  # Monday is 0
    opens: Mapped[int] = mapped_column(SmallInteger)  # minutes after midnight
    closes: Mapped[int] = mapped_column(SmallInteger)


class Holiday(Model):
    """A day without staffed hours."""

    __tablename__ = "holidays"
    __table_args__ = ROWLESS

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), default="")


class Setting(Model):
    """A choice of the administrators that is not a secret and not a board's."""

    __tablename__ = "settings"
    __table_args__ = ROWLESS

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
