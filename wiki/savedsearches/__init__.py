"""Searches that people keep under a name."""
