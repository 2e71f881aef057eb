"""Activities shown as cards: arranged on tokens, cleaned afterwards, nothing added and nothing lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from scenarios.kind.cards import as_cards
from wiki.rendering.document import read

SCENARIO = """# Titre

## Objectifs

- O1 (comprendre) : voir

## Déroulé

### Phase : Avant

#### Activité : Se situer

- Durée : 10 min
- **Type** : discussion
- Lieu : [parvis](https://exemple.fr) : côté ombre
- sans clé

Chacun dit : où va-t-on ?

- une liste : de texte

### Activité : Mesurer

Du texte seul.

### Pause

Ni l'une ni l'autre.

## Notes

### Activité : hors du déroulé
"""


def html_of(text: str) -> str:
    return read(text, home="trappes").html((), as_cards).html


def words(html: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html))


def test_an_activity_is_a_card_with_its_facts() -> None:
    html = html_of(SCENARIO)
    assert html.count("<section") == html.count("</section>") == 2
    card = html[html.index("<section") : html.index("</section>")]
    assert card.startswith('<section class="activity type-discussion">')
    # One below the phase, two below *Déroulé*; the key word has become the card.
    assert '<h4 id="s-activite-se-situer">Se situer</h4>' in card
    assert "<dt>Durée</dt>\n<dd>10 min</dd>" in card
    assert "<dt><strong>Type</strong></dt>\n<dd>discussion</dd>" in card
    assert '<dt>Lieu</dt>\n<dd><a href="https://exemple.fr"' in card
    assert "<dd>sans clé</dd>" in card
    # What follows the properties is text, lists included.
    assert card.rstrip().endswith("</ul>")


def test_an_activity_without_properties_has_no_facts() -> None:
    card = html_of(SCENARIO).split("<section")[2].split("</section>")[0]
    assert card.startswith(' class="activity">')
    assert "<dl" not in card
    assert "Du texte seul." in card


def test_other_headings_and_sections_are_left_alone() -> None:
    html = html_of(SCENARIO)
    outside = html[html.rindex("</section>") :]
    assert ">Pause</h3>" in outside
    assert ">Activité\u202f: hors du déroulé</h3>" in outside
    assert "</section>" in html[: html.index(">Pause")]


def test_a_text_without_a_sequence_is_as_it_was() -> None:
    source = read("# Titre\n\n## Contexte\n\n### Activité : rien\n\n- Durée : 3 min\n", home="trappes")
    assert source.html((), as_cards) == source.html(())


LINES = st.sampled_from(
    [
        "## Déroulé",
        "### Activité : A",
        "#### Activité : B",
        "### Phase : P",
        "### Autre",
        "- Durée : 10 min",
        "* Type: enquête",
        "- sans clé",
        "  suite",
        "",
        "Du texte : ici.",
        "> cité",
        "```",
        "1. un",
        "## Notes",
        "- [x](y) : z",
        "- **Lieu :** là",
    ]
)


@given(st.lists(LINES, max_size=25))
def test_no_word_is_lost_or_added_but_the_key_word_of_headings(lines: list[str]) -> None:
    source = read("\n".join(lines), home="trappes")
    plain, shaped = words(source.html(()).html), words(source.html((), as_cards).html)
    for word in ("Activité", "Phase"):
        plain = [one for one in plain if one != word]
        shaped = [one for one in shaped if one != word]
    assert shaped == plain
