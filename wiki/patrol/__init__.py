"""Edits that somebody should look at: seen, undone one by one, or undone all at once."""
