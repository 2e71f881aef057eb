"""The one blueprint of inventories."""

from flask import Blueprint

blueprint = Blueprint("inventory", __name__)
BOTH = ("GET", "POST")
ID = "int(max=999999999)"
