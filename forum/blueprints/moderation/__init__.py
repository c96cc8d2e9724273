"""The clinicians' pages: the queue, one item of it, and what is decided there."""
