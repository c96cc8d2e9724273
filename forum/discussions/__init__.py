"""Boards, threads and posts: how they are read, and the writers that the gate alone may use."""
