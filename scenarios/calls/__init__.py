"""Calls for scenarios: a theme, dates, a page of their own."""
