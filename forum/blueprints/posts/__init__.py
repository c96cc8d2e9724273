"""One message: where it stands, changing it, taking it back, quoting it; and all of one's own."""
