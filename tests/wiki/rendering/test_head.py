from time import process_time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from wiki.rendering.characters import printable
from wiki.rendering.diagnostics import Diagnostic, Severity
from wiki.rendering.head import MAX_KEYS, read_head, set_head_value


def with_head(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", "", "# Titre", ""))


def only_problem(text: str) -> Diagnostic:
    (problem,) = read_head(text).diagnostics
    return problem


class TestReading:
    def test_no_head(self) -> None:
        head = read_head("# Titre\n")
        assert (head.values, head.body_start, head.body_line, head.diagnostics) == ({}, 0, 1, ())

    def test_values_keep_their_order_and_lines(self) -> None:
        head = read_head(
            with_head("# note", "lieu: Parvis", "", "Thèmes: [Climat, Citoyenneté]", "odd:", "- 11", "- 13")
        )
        assert head.values == {"lieu": "Parvis", "thèmes": ["Climat", "Citoyenneté"], "odd": ["11", "13"]}
        assert list(head.values) == ["lieu", "thèmes", "odd"]
        assert (head.line_of("lieu"), head.line_of("themes"), head.line_of("sdg")) == (3, 5, 6)
        assert head.line_of("coût") is None

    def test_the_body_starts_after_the_head(self) -> None:
        text = with_head("lieu: Parvis")
        head = read_head(text)
        assert text[head.body_start :] == "\n# Titre\n"
        assert head.body_line == 4

    @pytest.mark.parametrize(
        "value", ["1:30", "no", "0012", "~", "null", "true", "2024-01-01", "1_000", "48.774, 2.009"]
    )
    def test_every_scalar_is_text(self, value: str) -> None:
        assert read_head(with_head(f"durée: {value}")).values == {"durée": value}

    @pytest.mark.parametrize(
        "key", ["thèmes", "Themes", "THÈMES", "theme", "the\u0300mes", '"thèmes"', "'thèmes'", "thèmes "]
    )
    def test_keys_in_any_spelling(self, key: str) -> None:
        assert read_head(with_head(f"{key}: x")).values == {"thèmes": "x"}

    def test_apostrophes_and_english(self) -> None:
        head = read_head(with_head("Group size: 12", "l’usage: a", "Based on: x/y@1"))
        assert head.values == {"effectif": "12", "l'usage": "a", "adapté de": "x/y@1"}
        assert head.get("L'USAGE") == "a"

    def test_accessors(self) -> None:
        head = read_head(
            with_head(
                "titre: Un titre", "territory: Trappes", "themes: Climat ; Eau, Climat", "tags: [a, b, '']",
                "authors: [Ada, Bob]", "langue: en", "license: CC0-1.0",
            )
        )  # fmt: skip
        assert (head.title, head.territory) == ("Un titre", "Trappes")
        assert (head.themes, head.tags, head.authors) == (("Climat", "Eau"), ("a", "b"), ("Ada", "Bob"))
        assert (head.language, head.licence) == ("en", "CC0-1.0")
        assert head.get("auteurs") == "Ada, Bob"

    def test_defaults(self) -> None:
        head = read_head("")
        assert (head.language, head.licence, head.themes, head.title) == ("fr", "CC-BY-SA-4.0", (), "")

    def test_several_lines_and_quotes(self) -> None:
        head = read_head(
            with_head('projet: "a: b"', "besoins: |", "  un", "  # deux", "# fin", "", "lieu: un", "  deux")
        )
        assert head.values == {"projet": "a: b", "besoins": "un\n# deux", "lieu": "un deux"}

    def test_windows_lines_and_byte_order_mark(self) -> None:
        text = "\ufeff---\r\nlieu: Parvis\r\nodd: [1, 2]\r\n---\r\nTexte"
        head = read_head(text)
        assert head.values == {"lieu": "Parvis", "odd": ["1", "2"]}
        assert text[head.body_start :] == "Texte"

    @pytest.mark.parametrize(
        "text", ["---\n\nTexte\n\n---\n", "---\nun mot\n---\n", "--- \nsuite: x", "----\na: b\n---\n"]
    )
    def test_a_thematic_break_is_no_head(self, text: str) -> None:
        assert read_head(text).body_start == 0

    @pytest.mark.parametrize("text", ["---\n---\nTexte", "---\n# rien\n\n---\nTexte"])
    def test_an_empty_head(self, text: str) -> None:
        head = read_head(text)
        assert head.values == {}
        assert text[head.body_start :] == "Texte"


class TestDiagnostics:
    def test_a_colon_in_a_value_is_told_with_its_line_and_a_fix(self) -> None:
        text = with_head("lieu: Parvis", "projet: Trappes - projet Météos: climat", "coût: 0 €")
        problem = only_problem(text)
        assert (problem.line, problem.column, problem.code) == (3, 9, "H001")
        assert problem.severity is Severity.ERROR
        assert "mettez la valeur entre guillemets" in str(problem)
        assert "Ligne 3" in str(problem)
        assert problem.fix is not None
        fixed = read_head(problem.fix.apply(text))
        assert fixed.diagnostics == ()
        assert fixed.values == {"lieu": "Parvis", "projet": "Trappes - projet Météos: climat", "coût": "0 €"}

    def test_a_broken_line_still_gives_its_text(self) -> None:
        assert read_head(with_head("projet: a: b", "lieu: c")).values == {"projet": "a: b", "lieu": "c"}

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("lieu: &a Parvis", "H004"),
            ("lieu: *a", "H004"),
            ("lieu: !!python/object:os.system x", "H005"),
            ("lieu: {a: b}", "H001"),
            ("lieu: {a}", "H006"),
            ("lieu: [a, [b]]", "H006"),
            ("lieu: [a, {b: c}]", "H001"),
            ("lieu: [a", "H002"),
            ('lieu: "a', "H002"),
            ("lieu: a\n  b: c", "H001"),
            ("Parvis", "H003"),
            ("[a]: b", "H003"),
            ("<<: *a", "H004"),
        ],
    )
    def test_what_a_head_may_not_hold(self, line: str, code: str) -> None:
        problem = only_problem(with_head("coût: 0", line))
        assert (problem.code, problem.severity, problem.line) == (code, Severity.ERROR, 3)
        assert str(problem)

    @pytest.mark.parametrize(
        "line", ["lieu: &a Parvis", "lieu: [a", "lieu: {a: b}", "lieu: a: b", 'lieu: a "b": c \\ é']
    )
    def test_the_fix_of_a_value_makes_it_text(self, line: str) -> None:
        text = with_head(line).replace("\n", "\r\n")
        fix = only_problem(text).fix
        assert fix is not None
        assert read_head(fix.apply(text)).diagnostics == ()
        assert fix.apply(text).count("\r\n") == text.count("\r\n")

    def test_a_line_without_key_has_no_fix(self) -> None:
        assert only_problem(with_head("coût: 0", "Parvis")).fix is None

    def test_a_key_given_twice_keeps_its_first_value(self) -> None:
        text = with_head("lieu: a", "Place: b")
        problem = only_problem(text)
        assert read_head(text).values == {"lieu": "a"}
        assert (problem.code, problem.line, problem.params["first"]) == ("H007", 3, 2)

    def test_too_many_keys(self) -> None:
        text = with_head(*(f"k{number}: v" for number in range(MAX_KEYS + 5)))
        problem = only_problem(text)
        assert len(read_head(text).values) == MAX_KEYS
        assert (problem.code, problem.line) == ("H008", MAX_KEYS + 2)

    def test_a_head_that_is_not_closed(self) -> None:
        problem = only_problem("---\nlieu: Parvis\n\n# Titre\n")
        assert (problem.code, problem.severity) == ("H009", Severity.WARNING)


KEYS = st.sampled_from(["lieu", "thèmes", "Durée", "x-atelier", "adapté de", "L'usage"])
VALUES = st.text(min_size=1) | st.sampled_from(
    [
        "a: b",
        "[a]",
        "# a",
        "- a",
        "no",
        "1:30",
        '"',
        "a #b",
        "*x",
        "!x",
        "\u2028",
        "🌍: x",
        " a ",
        "'a",
        "a\nb",
    ]
)
ODD_LINES = ["# note", "", "texte", "  e", "  b]", "---", "--- ", "\ufeff", "\tq", "- c", "  - d"]
KEY_LINES = [
    "lieu: a",
    "Place: b",
    "themes:",
    "projet: a: b",
    "durée: |",
    "x: [a,",
    "'lieu': z",
    "L’usage: r",
]
LINES = st.lists(st.sampled_from(ODD_LINES + KEY_LINES) | st.text(max_size=12), max_size=12)
TEXTS = st.builds(
    lambda start, lines, newline, end: start + newline.join(lines) + end,
    st.sampled_from(["", "---\n", "---\r\n", "\ufeff---\n", "---\nlieu: x\n"]),
    LINES,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\n---\n", "\n---\n# Titre\n", "\r\n---\r\nTexte"]),
)


class TestChanging:
    def test_only_the_line_of_the_key_changes(self) -> None:
        text = with_head("# note", "Lieu :   Parvis", "coût: 0   # rien", "", "odd: [1]")
        assert set_head_value(text, "place", "Square") == text.replace("Lieu :   Parvis", "Lieu : Square")

    def test_a_list_of_lines_becomes_one_line(self) -> None:
        text = with_head("odd:", "  - 11", "  - 13", "# note", "lieu: a")
        assert set_head_value(text, "odd", ["4", "a, b"]) == with_head(
            'odd: [4, "a, b"]', "# note", "lieu: a"
        )

    def test_an_absent_key_comes_last(self) -> None:
        assert set_head_value(with_head("lieu: a"), "Themes", ["Eau"]) == with_head(
            "lieu: a", "thèmes: [Eau]"
        )

    def test_a_text_without_head_gets_one(self) -> None:
        assert set_head_value("# Titre\n", "lieu", "a: b") == '---\nlieu: "a: b"\n---\n\n# Titre\n'

    def test_windows_lines_stay(self) -> None:
        assert set_head_value("Texte\r\n", "lieu", "a") == "---\r\nlieu: a\r\n---\r\n\r\nTexte\r\n"
        text = "---\r\nlieu: a\r\n---\r\n"
        assert set_head_value(text, "lieu", "b") == text.replace("a\r", "b\r")
        assert set_head_value(text, "coût", "0") == "---\r\nlieu: a\r\ncoût: 0\r\n---\r\n"

    def test_nothing_removes_the_key(self) -> None:
        assert set_head_value(with_head("lieu: a", "coût: 0"), "lieu", "") == with_head("coût: 0")
        assert set_head_value(with_head("coût: 0"), "lieu", []) == with_head("coût: 0")
        assert set_head_value("Texte", "lieu", "") == "Texte"

    def test_a_broken_line_can_be_replaced(self) -> None:
        assert set_head_value(with_head("projet: a: b", "seul"), "projet", "c") == with_head(
            "projet: c", "seul"
        )

    @pytest.mark.parametrize("key", ["", "a: b", "a\nb", "# a", "- a", "é:"])
    def test_what_is_no_key(self, key: str) -> None:
        with pytest.raises(ValueError, match="not a key"):
            set_head_value("", key, "x")

    @given(TEXTS, KEYS, VALUES | st.lists(st.text(), min_size=1, max_size=3))
    @example("---\nlieu: a\n---", "lieu", "b")
    def test_what_is_set_is_read(self, text: str, key: str, value: str | list[str]) -> None:
        before = read_head(text)
        assume(len(before.values) < MAX_KEYS)
        after = read_head(set_head_value(text, key, value))
        expected = printable(value) if isinstance(value, str) else [printable(item) for item in value]
        assert (
            after.values[next(name for name in after.values if after.line_of(name) == after.line_of(key))]
            == expected
        )
        others = {
            name: kept for name, kept in before.values.items() if before.line_of(name) != before.line_of(key)
        }
        assert others.items() <= after.values.items()

    @given(TEXTS, KEYS, VALUES)
    def test_everything_else_stays_byte_for_byte(self, text: str, key: str, value: str) -> None:
        changed = set_head_value(text, key, value)
        start = next(
            (i for i, (a, b) in enumerate(zip(text, changed, strict=False)) if a != b),
            min(map(len, (text, changed))),
        )
        head = read_head(text)
        body = text[head.body_start :].removeprefix("\ufeff")
        assert changed.endswith(body)
        line = head.line_of(key)
        if line is not None:
            assert text[:start].count("\n") >= line - 1

    @given(TEXTS | st.text())
    @example("---\nlieu: x\n\r\r\n---\n")
    @example("---\nlieu: x\n\x1f\n---\n")
    def test_reading_never_fails(self, text: str) -> None:
        head = read_head(text)
        assert 0 <= head.body_start <= len(text)
        for problem in head.diagnostics:
            assert str(problem)
            assert 1 <= problem.line <= text.count("\n") + 1
            assert problem.column >= 1


def test_spaces_after_a_key_without_colon_cost_no_more_than_other_characters() -> None:
    began = process_time()
    assert read_head("---\na" + " " * 100_000 + "\nb: c\n---\n").get("b") == "c"
    assert process_time() - began < 20, "each space was once tried with every other: minutes"
