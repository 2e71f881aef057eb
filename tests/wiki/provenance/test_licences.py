"""What each licence allows."""

import pytest
from flask import Flask

from wiki.provenance.licences import Licence, Refusal, refusal_to_take, why_not


@pytest.mark.parametrize(
    "stated",
    [
        "CC-BY-SA-4.0",
        "CC-BY-4.0",
        "CC0-1.0",
        "etalab-2.0",
        "CC BY-SA 3.0",
        "cc by",
        "Licence Ouverte 2.0",
        "CC BY 2.0 FR",
    ],
)
def test_free_licences_allow_adaptation(stated: str) -> None:
    assert Licence(stated).refusal is None


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("CC-BY-ND-4.0", Refusal.NO_DERIVATIVES),
        ("CC BY-NC-ND 4.0", Refusal.NO_DERIVATIVES),
        ("CC-BY-NC-SA-4.0", Refusal.NOT_COMMERCIAL),
        ("tous droits réservés", Refusal.UNKNOWN),
        ("CC", Refusal.UNKNOWN),
        ("", Refusal.UNKNOWN),
        ("x" * 100_000, Refusal.UNKNOWN),
    ],
)
def test_other_licences_do_not(stated: str, why: Refusal) -> None:
    assert Licence(stated).refusal is why


@pytest.mark.parametrize(
    ("source", "target", "refusal"),
    [
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0", None),
        ("CC-BY-SA-4.0", "CC-BY-4.0", Refusal.SHARE_ALIKE),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", None),
        ("CC-BY-4.0", "etalab-2.0", None),
        ("CC0-1.0", "tous droits réservés", None),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", Refusal.NO_DERIVATIVES),
    ],
)
def test_share_alike_goes_where_it_is_kept(source: str, target: str, refusal: Refusal | None) -> None:
    assert refusal_to_take(source, target) is refusal


@pytest.mark.parametrize("refusal", Refusal)
def test_each_refusal_is_a_sentence(app: Flask, refusal: Refusal) -> None:
    with app.test_request_context():
        assert "CC BY-SA 4.0" in why_not(refusal, "CC-BY-SA-4.0")


def test_licences_are_named_and_addressed() -> None:
    assert Licence("etalab-2.0").name == "Licence Ouverte Etalab 2.0"
    assert Licence("CC-BY-4.0").url.startswith("https://creativecommons.org/")
    assert (Licence("Maison").name, Licence("Maison").url) == ("Maison", "")
