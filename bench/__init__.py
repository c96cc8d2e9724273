"""Measuring.

Pages against a bare Flask application in the same run, so that a noisy machine cancels out of the ratio.
"""
