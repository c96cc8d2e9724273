"""Keys, faces and consents; ``identity`` is the only place where an account and a persona meet."""
