"""What every page shares."""

from flask import Flask


def attach(app: Flask) -> None:
    """Attach every blueprint, error page and hook to the app."""
