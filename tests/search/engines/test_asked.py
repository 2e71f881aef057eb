"""What people type finds the same in every engine: phrases, exclusions, stop words, odd signs, equivalents."""

from search.index import Index
from tests.search.making import document, query

PAGES = {
    "near": "Lire son climat, c'est à nous. Un EHPAD et son jardin.",
    "far": "Lire de près le climat de la maison de retraite.",
    "water": "L'eau, jusqu'au bout : title et 3 fois.",
    "ripe": "Un fruit mûr rouge, sans autre pareil.",
    "wall": "Un mur de pierre, sans autre pareil.",
    "eco": "Les éco-rénovations des marchés.",
    "words": "Une maison pour la retraite.",
}
HOME = (("EHPAD", "maison de retraite"), ("habitat réhabilité > éco-rénovation",))
EVERY = set(PAGES)
CASES = {
    '"lire le climat"': {"near"},
    "« lire du climat »": {"near"},
    "lire climats": {"near", "far"},
    "climat -jardin": {"far"},
    'climat -"lire le climat"': {"far"},
    "-climat": EVERY - {"near", "far"},
    "-le": EVERY - {"far"},
    "à nous": {"near"},
    "jusqu'au": {"water"},
    "JUSQU’AU": {"water"},
    "title:eau": {"water"},
    "eau^3": {"water"},
    "ea* l?re": set(),
    "mur": {"ripe", "wall"},
    "mûrs": {"ripe", "wall"},
    "eco renovation": {"eco"},
    "écorénovations": {"eco"},
    "marche": {"eco"},
    "ehpads": {"near", "far"},
    "maisons de retraites": {"near", "far", "words"},
    '"maison de retraite"': {"far"},
    "habitats réhabilités": {"eco"},
    "éco-rénovation": {"eco"},
    "ehpad jardin": {"near"},
}


def test_the_same_is_found_everywhere(index: Index) -> None:
    index.put(document(id_, body) for id_, body in PAGES.items())
    for typed, finds in CASES.items():
        results = index.search(query(typed, equivalents=HOME, strict=True))
        assert {hit.id for hit in results.hits} == finds, typed


def test_accents_as_typed_and_words_as_typed_come_first(index: Index) -> None:
    index.put(document(id_, body) for id_, body in PAGES.items())
    assert [hit.id for hit in index.search(query("mûr")).hits] == ["ripe", "wall"]
    assert [hit.id for hit in index.search(query("ehpad", equivalents=HOME)).hits] == ["near", "far"]
