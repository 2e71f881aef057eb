"""From the Markdown text of a revision to its head, its facts and its clean HTML. Pure Python."""
