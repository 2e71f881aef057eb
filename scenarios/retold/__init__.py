"""The text of a retour d'expérience: what it says, read and written. Pure: no web, no database.

`docs/reference/enactment-text.md` describes the form; what is not of it stays byte for byte.
"""
