"""The scenario text: read, checked, changed, merged, told and timed. Pure: no Flask, no SQLAlchemy."""

from scenarios.script.reading import parse

__all__ = ["parse"]
