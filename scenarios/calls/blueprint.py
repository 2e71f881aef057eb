"""Where the pages of calls are put, so that they can stand in two modules."""

from flask import Blueprint

blueprint = Blueprint("calls", __name__)
