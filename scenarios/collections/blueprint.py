"""Where the pages of parcours are put, so that they can stand in several modules."""

from flask import Blueprint

blueprint = Blueprint("collections", __name__)
