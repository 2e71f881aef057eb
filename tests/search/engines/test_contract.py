"""What every engine does the same way."""

from pathlib import Path

import pytest

from search.index import Index, open_index, rebuild_index
from search.results import Health
from tests.search.making import document, query


def ids(index: Index, text: str, **values: object) -> list[str]:
    return [hit.id for hit in index.search(query(text, **values)).hits]


@pytest.fixture
def climate(index: Index) -> Index:
    """Five pages about the climate, in different places and for different eyes."""
    index.put(
        [
            document(
                "a", "Lire le climat avec un formateur", title="Climat", themes=("climat", "sciences"), day=1
            ),
            document("b", "Les climats évalués en ville", territory="caen", themes=("climat",), day=2),
            document("c", "Le climat des membres", audience="members", kind="scenario", day=3),
            document(
                "d", "Le climat de Trappes", audience="territory:trappes", region="Île-de-France", day=4
            ),
            document("e", "Learning about the weather", language="en", day=5),
        ]
    )
    return index


def test_all_words_are_wanted_and_titles_weigh_more(climate: Index) -> None:
    assert ids(climate, "climat") == ["a", "b"]
    assert ids(climate, "climat ville", strict=True) == ["b"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("evaluee", ["b"]),
        ("formatrices", ["a"]),
        ("formateur·rice", ["a"]),
        ('"lire le climat"', ["a"]),
        ('"climat lire"', []),
        ('"lire un climat"', ["a"]),
        ("climat -ville", ["a"]),
        ('climat -"lire le climat"', ["b"]),
        ("-climat", ["e"]),
        ("-avec", ["b", "e"]),
        ("avec un", ["a"]),
        ('"avec un"', ["a"]),
        ('"lire"', ["a"]),
        ("learned", ["e"]),
        ("the learning", ["e"]),
        ("???", []),
        ("climate", ["a", "b"]),
    ],
)
def test_what_is_typed(climate: Index, typed: str, found: list[str]) -> None:
    assert sorted(ids(climate, typed)) == found


@pytest.mark.parametrize("written", ["éco-rénovation", "éco rénovation", "écorénovation", "Éco‑rénovations"])
@pytest.mark.parametrize("typed", ["eco renovation", "éco-rénovation", "écorénovation", '"éco-rénovation"'])
def test_hyphens_prefixes_and_solid_words_meet(index: Index, written: str, typed: str) -> None:
    index.put([document("a", f"La {written} des écoles")])
    expected = [] if typed.startswith('"') and written == "écorénovation" else ["a"]
    assert ids(index, typed) == expected


def test_nobody_sees_what_is_not_theirs(climate: Index) -> None:
    everything = climate.search(query("", facets=("territory", "kind", "region")))
    assert everything.total == 3
    assert everything.facets == {"territory": {"nantes": 2, "caen": 1}, "kind": {"tool": 3}, "region": {}}
    assert ids(climate, "", audience=frozenset()) == []
    assert sorted(ids(climate, "climat", audience=frozenset({"members", "draft:1"}))) == ["c"]
    assert ids(climate, "climat", audience=frozenset({"territory:*"})) == ["d"]
    assert ids(climate, "climat", audience=frozenset({"territory:tr"})) == []


def test_filters_are_alternatives_inside_and_add_up_between(climate: Index) -> None:
    assert ids(climate, "climat", filters={"territory": ("caen",)}) == ["b"]
    assert ids(climate, "climat", filters={"territory": ("caen", "nantes")}) == ["a", "b"]
    assert ids(climate, "climat", filters={"territory": ("caen",), "themes": ("sciences",)}) == []
    assert ids(climate, "climat", filters={"themes": ()}) == []


def test_facets_count_all_matches_whatever_is_shown(climate: Index) -> None:
    results = climate.search(query("climat", facets=("themes", "language"), limit=0))
    assert (results.total, results.hits) == (2, ())
    assert results.facets == {"themes": {"climat": 2, "sciences": 1}, "language": {"fr": 2}}


def test_order_by_date_and_pages_of_hits(climate: Index) -> None:
    assert ids(climate, "", sort="newest") == ["e", "b", "a"]
    assert ids(climate, "", sort="newest", offset=1, limit=1) == ["b"]
    assert ids(climate, "", offset=9) == []


def test_equals_are_told_apart_by_date_then_id(index: Index) -> None:
    index.put([document("b", "eau", day=1), document("a", "eau", day=1), document("c", "eau", day=2)])
    assert ids(index, "eau") == ["c", "a", "b"]
    assert ids(index, "eau", limit=2) == ["c", "a"]


def test_when_few_pages_have_all_words_some_will_do_as_well(climate: Index) -> None:
    results = climate.search(query("climat zèbre"))
    assert (results.relaxed, results.total, results.holding_all) == (True, 2, 0)
    results = climate.search(query("climat ville"))
    assert (results.relaxed, results.total, results.holding_all) == (True, 2, 1)
    assert [hit.id for hit in results.hits] == ["b", "a"]
    strict = climate.search(query("climat ville", strict=True))
    assert (strict.relaxed, strict.total) == (False, 1)
    assert not climate.search(query("zèbre girafe")).relaxed
    assert not climate.search(query("zèbre")).relaxed
    chosen = climate.search(query("climat zèbre", match="any"))
    assert (chosen.total, chosen.relaxed) == (2, False)


def test_choosing_never_finds_more_than_was_counted(index: Index) -> None:
    index.put(document(f"all{n}", "lire le climat", kind=f"k{n % 2}") for n in range(4))
    index.put(document(f"some{n}", "lire", kind="k0") for n in range(4))
    counted = index.search(query("lire climat", facets=("kind",)))
    assert (counted.relaxed, counted.facets["kind"]) == (False, {"k0": 2, "k1": 2})
    for code, count in counted.facets["kind"].items():
        chosen = index.search(query("lire climat", filters={"kind": (code,)}))
        assert (chosen.relaxed, chosen.total) == (False, count)
    index.remove(["all0", "all1"])
    counted = index.search(query("lire climat", facets=("kind",)))
    assert (counted.relaxed, counted.holding_all, counted.facets["kind"]) == (True, 2, {"k0": 5, "k1": 1})
    chosen = index.search(query("lire climat", filters={"kind": ("k0",)}))
    assert (chosen.relaxed, chosen.holding_all, chosen.total) == (True, 1, 5)


def test_put_replaces_and_remove_forgets(climate: Index) -> None:
    before = climate.health()
    climate.put([document("a", "Tout autre chose"), document("a", "Une dernière fois")])
    assert ids(climate, "climat") == ["b"]
    assert ids(climate, "autre") == []
    assert ids(climate, "dernière") == ["a"]
    climate.remove(["b", "unknown"])
    assert ids(climate, "climat") == []
    after = climate.health()
    assert (before.documents, after.documents) == (5, 4)
    assert after.generation > before.generation
    assert climate.search(query("")).generation == after.generation


def test_odd_documents_are_taken(index: Index) -> None:
    index.put(
        [
            document("empty", kind="", territory=""),
            document("long", "mot" * 200_000, title="t" * 70_000),
            document("odd", "a\x00b \ud7ff 😀", themes=("Été", "a b,c")),
            document("summed", "suite", summary="Une première partie"),
        ]
    )
    assert ids(index, '"partie suite"') == []
    assert ids(index, '"première partie"') == ["summed"]
    counted = index.search(query("", facets=("themes", "kind"))).facets
    assert counted == {"themes": {"Été": 1, "a b,c": 1}, "kind": {"tool": 3}}


def test_more_themes_than_a_byte_can_number(index: Index) -> None:
    index.put(document(str(n), "eau", themes=(f"t{n}",), territory=f"p{n}") for n in range(300))
    facets = index.search(query("eau", facets=("themes", "territory"))).facets
    assert facets["themes"] == {f"t{n}": 1 for n in range(300)}
    assert facets["territory"] == {f"p{n}": 1 for n in range(300)}


def test_closing_twice_is_no_error(index: Index) -> None:
    index.close()
    index.close()


@pytest.mark.parametrize("url", ["", "sqlite:///x", "whoosh:relative", "whoosh://host/x"])
def test_addresses_of_no_engine(url: str) -> None:
    with pytest.raises(ValueError, match="not an index address"):
        open_index(url)


def test_a_folder_may_have_spaces_in_its_name(tmp_path: Path) -> None:
    index = open_index(f"whoosh://{tmp_path}/with%20space")
    health = index.health()
    assert health == Health(0, 1, "whoosh", None, health.size)
    assert health.size > 0
    assert (tmp_path / "with space").is_dir()
    index.close()


def test_memory_cannot_be_rebuilt() -> None:
    with pytest.raises(ValueError, match="memory"):
        rebuild_index("memory:", lambda after: [], 0)


def test_how_long_it_takes(index: Index) -> None:
    for_each = {"none": None, "nothing": 0, "short": 30, "hour": 90, "long": 600}
    index.put(document(id_, "eau", minutes=minutes) for id_, minutes in for_each.items())
    assert ids(index, "eau", sort="shortest") == ["nothing", "short", "hour", "long", "none"]
    assert ids(index, "eau", sort="shortest", minutes=(30, 90)) == ["short", "hour"]
    assert ids(index, "", sort="shortest", minutes=(None, 29)) == ["nothing"]
    assert ids(index, "eau", sort="shortest", minutes=(91, None)) == ["long"]
    assert ids(index, "eau", minutes=(None, 10**30), limit=9) == ids(index, "eau", minutes=(0, None))
    counted = index.search(query("eau", facets=("duration",))).facets["duration"]
    assert counted == {"short": 2, "hour": 1, "longer": 1}


def test_most_played_first(index: Index) -> None:
    index.put(
        [
            document("never", "eau", day=9),
            document("twice", "eau", played=2, day=1),
            document("also-twice", "eau", played=2, day=2),
            document("often", "eau", played=70),
        ]
    )
    assert ids(index, "eau", sort="most_played") == ["often", "also-twice", "twice", "never"]
    assert sorted(ids(index, "eau", filters={"played": ("yes",)})) == ["also-twice", "often", "twice"]


def test_good_pages_come_a_little_higher_but_never_before_better_matches(index: Index) -> None:
    index.put(
        [
            document("plain", "La rivière et le climat", day=3),
            document("featured", "La rivière et le climat", featured=True, played=9),
            document("better", "La rivière", title="La rivière"),
        ]
    )
    assert ids(index, "rivière") == ["better", "featured", "plain"]


@pytest.mark.parametrize("field", ["title", "head", "summary", "body"])
def test_every_text_is_searched_and_phrases_stay_in_one(index: Index, field: str) -> None:
    index.put([document("a", **{"body": "rien", "summary": "fin", field: "le jardin partagé"})])
    assert ids(index, "jardins") == ["a"]
    assert ids(index, '"jardin partagé"') == ["a"]
    assert ids(index, '"rien le jardin"') == []
    assert ids(index, '"fin le jardin"') == []


def test_equivalents_find_less_than_what_was_typed(index: Index) -> None:
    index.put([document("a", "Un vélo neuf", day=1), document("b", "Une bicyclette neuve", day=2)])
    groups = (("vélo", "bicyclette"),)
    assert ids(index, "vélo") == ["a"]
    assert ids(index, "vélo", equivalents=groups) == ["a", "b"]
    assert ids(index, "vélo neuf -bicyclette", equivalents=groups) == ["a"]


def test_the_accents_typed_come_first_and_hide_nothing(index: Index) -> None:
    index.put([document("wall", "un mur", day=2), document("ripe", "un mûr", day=1)])
    assert ids(index, "mûr") == ["ripe", "wall"]


def test_what_is_missing_is_told_and_what_was_meant(climate: Index) -> None:
    relaxed = climate.search(query("climat zèbre girafes"))
    assert (relaxed.relaxed, relaxed.missing) == (True, ("zèbre", "girafes"))
    nothing = climate.search(query("fromateur"))
    assert (nothing.total, nothing.missing, nothing.suggestion) == (0, ("fromateur",), "formateur")
    some = climate.search(query("climat", filters={"territory": ("caen",)}))
    assert (some.missing, some.suggestion) == ((), None)
    counting = climate.search(query("fromateur", limit=0))
    assert (counting.missing, counting.suggestion) == ((), None)


def test_advice_tells_nothing_of_hidden_pages(index: Index) -> None:
    index.put(
        [document("a", "tout le monde"), document("b", "secretissime", title="Dossier", audience="draft:1")]
    )
    hidden = index.search(query("secretisime monde"))
    assert (hidden.suggestion, hidden.missing) == (None, ("secretisime",))
    assert index.search(query("secretissime monde")).missing == ("secretissime",)
    owner = frozenset({"draft:1"})
    assert index.search(query("secretisime", audience=owner)).suggestion == "secretissime"
    assert index.suggest("secret", frozenset({"public"})) == ()
    assert index.suggest("doss", frozenset({"public"})) == ()
    assert [found.text for found in index.suggest("secret", owner)] == ["secretissime"]
    assert {found.id for found in index.suggest("doss", owner)} >= {"b"}


def test_words_of_withdrawn_pages_are_no_longer_offered(index: Index) -> None:
    index.put([document("a", "zanzibar", title="Voyage")])
    everyone = frozenset({"public"})
    assert [found.text for found in index.suggest("zanz", everyone)] == ["zanzibar"]
    index.put([document("a", "zanzibar", title="Voyage", audience="draft:1")])
    assert index.suggest("zanz", everyone) == ()
    assert index.suggest("voya", everyone) == ()
    index.remove(["a"])
    assert index.suggest("voya", frozenset({"draft:1"})) == ()


def test_pages_like_a_page(index: Index) -> None:
    pages = [
        document("a", "le compost du jardin partagé nourrit la terre", title="Compost", themes=("soil",)),
        document("b", "un compost dans la cour de l'école", title="Le compost à l'école"),
        document("c", "un compost dans la cour de l'école", title="Le compost à l'école", themes=("soil",)),
        document("d", "la terre du jardin partagé", audience="draft:1"),
        document("e", "une chorale de quartier chante"),
    ]
    index.put(pages)
    public = frozenset({"public"})
    assert [hit.id for hit in index.similar(pages[0], public)] == ["c", "b"]
    assert [hit.id for hit in index.similar(pages[0], public, limit=1)] == ["c"]
    assert "d" in {hit.id for hit in index.similar(pages[0], public | {"draft:1"})}
    assert index.similar(pages[0], frozenset()) == ()
    assert index.similar(document("new", "xylophone"), public) == ()


def test_one_change_puts_removes_and_remembers(climate: Index) -> None:
    before = climate.health()
    assert before.sequence is None
    climate.change([document("z", "climat")], ["a", "z"], sequence=41)
    assert sorted(ids(climate, "climat")) == ["b", "z"]
    climate.change(sequence=42)
    climate.put([document("y", "rien")])
    after = climate.health()
    assert (after.documents, after.sequence) == (before.documents + 1, 42)
    assert after.generation > before.generation
