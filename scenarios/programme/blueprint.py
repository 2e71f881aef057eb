"""Where the pages of programmes are put, so that they can stand in several modules."""

from flask import Blueprint

blueprint = Blueprint("programme", __name__)
BOTH = ("GET", "POST")
NUMBER = "int(max=2147483647)"
"""The converter of numbers of rows: none that a database cannot hold."""
