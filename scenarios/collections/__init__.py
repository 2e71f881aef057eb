"""Ordered sets of pages, with their minutes added up: shared by link, printed as a booklet."""
