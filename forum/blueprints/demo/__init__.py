"""The demonstration's door and its mail folder; attached only where ``Settings.demo`` is on."""
