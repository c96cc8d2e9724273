"""The pages that explain and help: crisis help, rules, privacy, how moderation works, and leaving in a hurry."""
