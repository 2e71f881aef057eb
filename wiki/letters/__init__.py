"""Digests by mail for people without an account, of a territory or a theme."""
