"""The administration's pages: boards and invitations, roles, registrations, staffed hours. No words of anybody."""
