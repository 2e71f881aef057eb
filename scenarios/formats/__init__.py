"""Scenarios out of what people already have: prose found on the web, files of other design tools."""
