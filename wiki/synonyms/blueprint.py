"""Where the pages of equivalents are put, so that they can stand in several modules."""

from flask import Blueprint

blueprint = Blueprint("synonyms", __name__)
