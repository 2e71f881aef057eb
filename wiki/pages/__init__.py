"""Pages and their revisions: write, version, compare, merge."""
