"""What a version of the grid changes, in sentences."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from scenarios.criteria.changes import sentences
from scenarios.criteria.models import Criterion
from scenarios.criteria.starting import first_criteria
from wiki.config import Settings
from wiki.web import i18n


@pytest.fixture(scope="module", autouse=True)
def french() -> Iterator[None]:
    app = Flask(__name__)
    app.extensions["wiki.settings"] = Settings()
    i18n.init_app(app)
    with app.test_request_context():
        yield


def criterion(key: str, axis: str = "conception", **words: Any) -> Criterion:
    values: dict[str, Any] = {"name": key.title(), "help": "Comment ?", "levels": ["a", "b", "c", "d"]}
    english = {"name_en": "", "help_en": "", "levels_en": []}
    return Criterion(key=key, axis=axis, **{**values, **english, **words})


def told(before: list[Criterion], after: list[Criterion]) -> list[str]:
    return [sentence.replace("\u202f", " ").replace("\xa0", " ") for sentence in sentences(before, after)]


def test_nothing_changed_says_nothing() -> None:
    assert sentences(list(first_criteria()), list(first_criteria())) == []


def test_added_and_retired() -> None:
    assert told([criterion("joie")], [criterion("accueil", "heritages")]) == [
        "« Accueil » est ajouté (Patrimoines).",
        "« Joie » est retiré.",
    ]


def test_renamed_moved_and_reworded() -> None:
    after = criterion(
        "joie", "knowledge", name="Plaisir", help="Où ?", levels=["a", "B", "c", "D"], name_en="Joy"
    )

    assert told([criterion("joie")], [after]) == [
        "« Joie » devient « Plaisir ».",
        "« Plaisir » passe de l’axe Conception à l’axe Connaissance.",
        "« Plaisir » : la question est reformulée.",
        "« Plaisir » : le sens de 1, 3 est précisé.",
        "« Plaisir » : les mots anglais changent.",
    ]


def test_another_order_is_told_once_for_an_axis_and_not_where_one_came_or_went() -> None:
    a, b, c = criterion("a"), criterion("b"), criterion("c")

    assert told([a, b, c], [c, b, a]) == ["L’ordre change sur l’axe Conception."]
    assert told([a, b], [criterion("z"), a, b]) == ["« Z » est ajouté (Conception)."]


def test_a_version_in_both_languages() -> None:
    first = next(first_criteria())

    assert first.name_in("en") == "Trust"
    assert first.name_in("fr") == "Confiance"
    first.levels_en = ["", "b", "c", "d"]
    assert first.told_in("en").language == "fr"
    assert list(first.levels_in("en")) == list(first.french.as_printed.levels)
    assert first.help_in("fr").endswith("jugée\u202f?")
