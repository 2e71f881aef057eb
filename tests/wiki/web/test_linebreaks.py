"""No line begins with the dot between two facts."""

import pytest
from jinja2 import DictLoader, Environment

from wiki.web.i18n import typeset
from wiki.web.linebreaks import DotsEndLines


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Trappes · {{ 4 }}", "Trappes\u00a0· 4"),
        ("Trappes\n  · {{ 4 }}", "Trappes\u00a0· 4"),
        ('Trappes\n  <span class="quiet">· {{ 4 }}</span>', 'Trappes\u00a0<span class="quiet">· 4</span>'),
        ("{{ 'a · b' }}", "a · b"),
        ("mi·lieu", "mi·lieu"),
    ],
)
def test_the_space_before_a_dot_holds_in_pages(written: str, read: str) -> None:
    templates = Environment(
        loader=DictLoader({"page.html": written}), extensions=[DotsEndLines], autoescape=True
    )
    assert templates.get_template("page.html").render() == read


def test_letters_without_markup_stay_as_they_are() -> None:
    templates = Environment(
        loader=DictLoader({"letter.txt": "Trappes · {{ 4 }}"}), extensions=[DotsEndLines], autoescape=True
    )
    assert templates.get_template("letter.txt").render() == "Trappes · 4"


def test_it_holds_in_french_messages() -> None:
    assert typeset("Trappes · Nantes") == "Trappes\u00a0· Nantes"
