"""The ways in: the home page, what changed lately, feeds, and what machines read to find their way."""
