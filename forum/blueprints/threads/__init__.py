"""One conversation, and the composer of a reply in it."""
