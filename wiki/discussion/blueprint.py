"""Where the pages of the talk are put, so that they can stand in several modules."""

from flask import Blueprint

blueprint = Blueprint("discussion", __name__)
ID = "int(max=2000000000)"
"""A number that both databases can look for."""
