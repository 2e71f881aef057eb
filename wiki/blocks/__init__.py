"""Accounts and networks that may read but not write for a while."""
