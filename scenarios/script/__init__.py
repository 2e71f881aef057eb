"""The scenario text: read, checked, changed, merged, told and timed. Pure: no Flask, no SQLAlchemy."""

from scenarios.script.merging import merge
from scenarios.script.reading import parse
from scenarios.script.telling import changes
from scenarios.script.timeline import timeline
from scenarios.script.writing import serialise

__all__ = ["changes", "merge", "parse", "serialise", "timeline"]
