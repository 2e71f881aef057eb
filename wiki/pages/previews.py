"""The text being written, as the page will show it."""

from flask import render_template
from flask_babel import gettext as _

from wiki.pages import labels
from wiki.pages.checks import MAX_TEXT_BYTES
from wiki.pages.composition import has_title
from wiki.pages.projection import facts
from wiki.rendering.document import read
from wiki.rendering.slugs import slugify


def preview_of(text: str, territory: str) -> str:
    """A fragment with the facts, the text and what is wrong in the head. `territory` is where `[[Page]]` leads."""
    # No page can be longer: what is beyond is not worth the time.
    source = read(text[:MAX_TEXT_BYTES], home=slugify(territory))
    return render_template(
        "pages/preview.html",
        title=source.title if has_title(text) else "",
        html=source.html(_Everything()).html,
        facts=labels.fact_rows(facts(source, ())["head"]),
        diagnostics=[(_(found.message, **found.params), found.severity) for found in source.head.diagnostics],
    )


class _Everything:
    """A preview does not ask which pages exist: every link looks alike."""

    def __contains__(self, path: object) -> bool:
        return True
