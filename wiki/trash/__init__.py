"""Deleted pages: kept whole where nobody sees them, restored whole, or purged for good."""
