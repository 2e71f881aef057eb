"""Keeping out what nobody wants to read: too many links from somebody new, forms filled in by programs."""
