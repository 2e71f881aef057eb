"""Calls to other sites: the one door out, which opens to public addresses only."""
