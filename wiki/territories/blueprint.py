"""Where the pages of territories are put, so that they can stand in several modules."""

from flask import Blueprint

blueprint = Blueprint("territories", __name__)
BOTH = ("GET", "POST")
