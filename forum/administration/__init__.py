"""Keeping the house: boards, grants, credentials, hours, and bringing in words from elsewhere.

Administrators read no words.
"""
