"""The pages: each blueprint is thin (load, validate, one verb in ``atomic()``, redirect); ``edge`` is what they
share.
"""
