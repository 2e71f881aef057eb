"""Signing in with a code sent by mail, for those who forget passwords."""
