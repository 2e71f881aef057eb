"""Mails of notices: grouped, at the hour people chose, stopped in one click."""
