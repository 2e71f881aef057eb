"""Versions of a page in other languages: linked, translated, and told late when the page they follow moved on."""
