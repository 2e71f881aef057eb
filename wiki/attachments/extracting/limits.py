"""What reading a document may use; known to both sides."""

SECONDS = 30
CPU_SECONDS = 20
MEMORY = 768 * 1024 * 1024
"""Address space in bytes."""
MOST_TEXT = 200_000
"""Characters of a document that are searched; a book has a million."""
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes that an entry of an office document may unpack to."""
MOST_PAGES = 500
"""Pages of a PDF, sheets of a table or slides that are read."""
