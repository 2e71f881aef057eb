"""Bringing folders of Markdown into the wiki, with nothing of their text lost."""
