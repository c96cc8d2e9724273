"""The first page, and the two small answers that machines ask for."""
