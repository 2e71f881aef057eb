"""Where territories are and where scenarios were played: a list, and the same on a map."""
