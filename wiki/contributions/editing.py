"""What every editor of an offered text does alike, whoever writes in it."""

from typing import Any

from flask import render_template, request

from wiki.db import read_session
from wiki.pages.checks import readable
from wiki.pages.forms import EditForm
from wiki.pages.models import Page
from wiki.pages.previews import preview_of
from wiki.pages.views_writing import with_theme
from wiki.themes.queries import families

LOOKS = ("preview", "add_theme")
"""The buttons that send nothing."""


def look(page: Page, form: EditForm) -> str | None:
    """Do what such a button says: the page as it would be, or one more theme in the text."""
    text = form.text.data or ""
    if request.form.get("action") == "preview":
        return preview_of(text, page.territory.slug)
    if request.form.get("action") == "add_theme":
        form.text.data = with_theme(text, form.add_theme.data)
    return None


def editor(template: str, page: Page, form: EditForm, **values: Any) -> str:
    """The page with the editor, filled in as the form says."""
    form.text.data = readable(form.text.data or "")
    form.offer_themes(families(read_session()))
    return render_template(f"contributions/{template}.html", page=page, form=form, **values)
