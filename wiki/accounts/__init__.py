"""People: accounts, sign-in, roles, invitations."""
