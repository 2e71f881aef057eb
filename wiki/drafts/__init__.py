"""Pages about one's drafts, keeping them while one types, and signing in again in place."""
