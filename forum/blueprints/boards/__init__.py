"""The boards: which there are, what is asked on each, and asking something oneself."""
