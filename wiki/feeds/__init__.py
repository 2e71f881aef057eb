"""Feeds of one page, of its discussion, and of what one is told oneself; with a key, also of what is not public."""
