"""Territories: identity sheets, colleges and who belongs where."""
