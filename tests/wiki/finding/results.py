"""The results page as the tests read it."""

from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.reading import select, tree, words


def found(client: FlaskClient, **asked: Any) -> Any:
    """The results of a search as a tree."""
    answer = client.get("/recherche?" + urlencode(asked, doseq=True))
    assert answer.status_code == 200
    return tree(answer.text)


def titles(page: Any) -> list[str]:
    """The titles found, in order."""
    return [words(link) for link in select(page, ".result-title a")]


def count(page: Any) -> int:
    """How many pages the page says there are."""
    return int(words(select(page, "#results-count")[0]).split()[0])


def facet(page: Any, name: str) -> dict[str, int]:
    """The choices of a filter with their counts."""
    boxes = select(page, f"input.check[name={name}]")
    counts = [select(page, f"label[for={box.get('id')}] .facet-count")[0] for box in boxes]
    return {box.get("value"): int(words(said).strip(": ")) for box, said in zip(boxes, counts, strict=True)}
