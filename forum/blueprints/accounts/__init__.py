"""The pages of joining, signing in, second factors, recovery and one's own security; ``routes`` puts them together."""
