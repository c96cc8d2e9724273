"""What a person is told: their notices, the latest first."""
