"""Where other features show drafts: the account, the doors of writing."""

from typing import Any

from flask import Flask, render_template

from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    slots(app).fill("account.settings", of_account)


def of_account(**context: Any) -> str:
    """How many drafts there are, and the way to them."""
    return render_template("drafts/fillings/account.html")
