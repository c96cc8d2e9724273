"""Keeping words while they are typed."""
