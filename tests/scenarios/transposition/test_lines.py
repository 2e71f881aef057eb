"""Which lines name the origin, and what may stand there instead."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.script.reading import parse
from scenarios.transposition.forms import LineField, line_fields, with_replacements
from scenarios.transposition.lines import Here, NamedLine, named_lines, with_lines, with_names
from scenarios.transposition.names import has_proper_name, matcher, names_of

CONTENT = Path(__file__).parents[3] / "scenarios" / "demonstration" / "content"
CLIMATE = (CONTENT / "trappes" / "lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur.md").read_text(
    encoding="utf-8"
)
HERE = Here(
    {"Trappes": "Nantes"},
    {"lieu": ["Cours des 50-Otages"], "référent": ["Yann: Nantes"], "coordonnées": [""]},
)


def found(text: str, origin: str = CLIMATE) -> list[NamedLine]:
    known = parse(origin)
    return named_lines(parse(text), known, names_of(known, ["Trappes", "Ville de Trappes"]), HERE)


def texts(text: str, origin: str = CLIMATE) -> list[str]:
    return [line.text for line in found(text, origin)]


class TestNames:
    def test_of_the_head_and_the_territory_without_common_words(self) -> None:
        script = parse(
            '---\nprojet: "Trappes - projet Météos: climat"\nlieu: Parvis de la gare et square Camus, Trappes (78)\n'
            "partenaires: [Ville de Trappes (Élus), Météo-France]\nréférent: Ambassadrice climat\n---\n\n# T\n"
        )

        names = names_of(script, ["Trappes", "", "Pays de Saint-Quentin"])

        assert set(names) == {
            "Trappes", "Météos", "Parvis de la gare et square Camus", "Camus", "Ville de Trappes",
            "Météo-France", "Ambassadrice climat", "Pays de Saint-Quentin",
        }  # fmt: skip
        assert sorted(names, key=len, reverse=True) == list(names)

    def test_are_found_as_whole_words(self) -> None:
        find = matcher(["Ville de Trappes", "Trappes"])
        assert find is not None
        assert find.findall("À Trappes, et la Ville de Trappes") == ["Trappes", "Ville de Trappes"]
        assert find.findall("Trappesois") == []
        assert matcher([]) is None

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("animatrice, binôme", False),
            ("Animatrice", False),
            ("élue à l'écoute (Élus)", False),
            ("intervenant Météos", True),
            ("@claire", True),
        ],
    )
    def test_proper_names(self, text: str, expected: bool) -> None:
        assert has_proper_name(text) is expected

    @given(st.text(max_size=300))
    def test_of_any_head(self, value: str) -> None:
        names = names_of(parse(f"---\nlieu: {value}\n---\n"), [value])
        find = matcher(names)
        assert find is None or find.findall("rien de tel ici, zzz") is not None


class TestLines:
    def test_every_line_that_names_the_origin(self) -> None:
        lines = found(CLIMATE)

        by_key = {line.key: line.text for line in lines if line.key}
        assert {"lieu", "coordonnées", "projet", "référent", "auteurs", "Lieu"} <= by_key.keys()
        assert "territoire: Trappes" in [line.text for line in lines]
        assert not any(line.text.startswith(("adapté de", "# ", "durée")) for line in lines)
        assert [line.number for line in lines] == sorted({line.number for line in lines})

    def test_a_line_said_otherwise_is_no_longer_shown(self) -> None:
        ours = CLIMATE.replace("coordonnées: 48.774, 2.009", "coordonnées: 47.21, -1.55")
        assert len(texts(ours)) == len(texts(CLIMATE)) - 1

    def test_suggestions(self) -> None:
        by_key = {line.key: line for line in found(CLIMATE)}

        assert "lieu: Cours des 50-Otages" in by_key["lieu"].suggestions
        assert any(words.endswith("Nantes (78)") for words in by_key["lieu"].suggestions)
        assert 'référent: "Yann: Nantes"' in by_key["référent"].suggestions
        assert by_key["coordonnées"].suggestions == ()

    def test_links_to_pages_beside_the_origin(self) -> None:
        text = "# T\n\n- [[Fiche|la fiche]] et [[nantes/Charte]]\n- [[nantes/Charte]]\n- [[Ailleurs]]\n"
        origin = parse("- [[Fiche|la fiche]] et [[nantes/Charte]]\n- [[nantes/Charte]]\n")

        (line,) = named_lines(parse(text), origin, (), Here({}, {}, "trappes"))

        assert (line.number, line.key) == (3, "Lien")
        assert line.suggestions == ("- [[trappes/Fiche|la fiche]] et [[nantes/Charte]]",)

    def test_a_page_without_head_or_names(self) -> None:
        assert texts("Rien.\n") == []
        assert named_lines(parse("Rien.\n"), parse(""), (), HERE) == []

    def test_not_without_end(self) -> None:
        assert len(texts("# T\n\n" + "À Trappes.\n" * 1000)) == 200


class TestChanging:
    @given(st.integers(1, 60), st.text(alphabet=st.characters(exclude_characters="\n"), max_size=40))
    def test_changes_its_lines_and_no_other(self, number: int, words: str) -> None:
        before = CLIMATE.split("\n")
        after = with_lines(CLIMATE, {number: words}).split("\n")
        assert after[number - 1] == words
        assert after[: number - 1] + after[number:] == before[: number - 1] + before[number:]
        assert with_lines(CLIMATE, {number: None}).split("\n") == before[: number - 1] + before[number:]

    def test_names_are_replaced_longest_first(self) -> None:
        replaced = {"Trappes": "Nantes", "Ville de Trappes": "Nantes Métropole"}
        assert with_names("La Ville de Trappes, à Trappes", replaced) == "La Nantes Métropole, à Nantes"
        assert with_names("Rien", {}) == "Rien"


class TestForm:
    LINE = NamedLine(3, "lieu: Trappes", "lieu", ("Trappes",), ("lieu: Nantes",))

    @pytest.mark.parametrize(
        ("typed", "answer"),
        [
            ({}, "lieu: Trappes"),
            ({"ligne-3": "lieu: Rezé"}, "lieu: Rezé"),
            ({"ligne-3": "lieu:\r\nRezé"}, "lieu: Rezé"),
            ({"ligne-3": "lieu: Rezé", "choix-3": "s0"}, "lieu: Nantes"),
            ({"ligne-3": "lieu: Rezé", "choix-3": "s9"}, "lieu: Rezé"),
            ({"choix-3": "retirer"}, None),
            ({"choix-3": "s²"}, "lieu: Trappes"),
        ],
    )
    def test_answers(self, typed: dict[str, str], answer: str | None) -> None:
        (field,) = line_fields([self.LINE], typed)
        assert field.answer == answer

    def test_a_name_is_replaced_everywhere_at_once(self) -> None:
        fields = [LineField(self.LINE, "lieu: Trappes", "")]
        (field,) = with_replacements(fields, ["Trappes", "Météos"], {"nom-0": "Rezé ", "nom-1": ""})
        assert field.written == "lieu: Rezé"
