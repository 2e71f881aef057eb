"""One click mends: it removes its own remark, makes no other error, and touches only the lines it names.

The sum of the durations (S013) is left out: a mended duration may be what shows that the head announces another.
"""

from hypothesis import given
from hypothesis import strategies as st

from scenarios.script.model import Diagnostic, Script
from scenarios.script.reading import parse
from tests.scenarios.script.test_reading import ALL_REMARKS

HEADS = st.lists(
    st.sampled_from(
        [
            "titre: Lire",
            "titre:\n  Lire\n  encore",
            "durée: 1:30",
            "duration: 90 min",
            "durrée: 90",
            "durée:",
            "thèmes: [a, b]",
            "modalité: [hybrides, présentiel]",
            "mode: présentielle",
            "licence: CC BY SA",
            "licens: à moi",
            "licens: CC0-1.0",
            "langue: Français",
            "langues: fr",
            "lieu: a: b",
            "besoins: &a b",
            "public: [tous",
            "auteurs:\n- A\n- B",
            "compétences: [clé:numerik, clé:stem]",
            "coordonnées: 48,774, 2,009",
            "format: autre",
            "pas une clé",
            "# un commentaire",
            "",
        ]
    ),
    max_size=8,
)
LINES = st.lists(
    st.sampled_from(
        [
            "# Titre",
            "# Objectifs",
            "Titre\n===",
            "Un paragraphe.",
            "## Objectifs",
            "## Objetifs",
            "## Bojectifs",
            "## Déroulement",
            "## Déroulé",
            "## Ressourses",
            "## Notes",
            "## Activité : Haute",
            "### Phase : Agir",
            "### Activité : Mesurer",
            "### Activité 2 : Partager",
            "#### **Activité n° 3** : Dessiner",
            "### 4. Pause",
            "### Activité –",
            "- O1 (analyser) : a",
            "- **o1** ( analysr ) : b",
            "- O2 : Créer une affiche",
            "- Évaluer un lieu",
            "1. Comprendre",
            "- Durée : 35",
            "- **Durée : 1:05**",
            "* Duration: 10 min",
            "- Durees : 20 min",
            "  - Durée : 1 h\n    environ",
            "- Type : enquette",
            "- Type : discussion",
            "- Tipe : jeu",
            "- Forme : groupez de 4",
            "- Modalité : exterieure, hybride",
            "- Objectifs : O1, O9",
            "- Objectivs : O1 et O2",
            "- Objectivz : O7",
            "- En parallèle : oui",
            "- En paralele : oui",
            "- En parallèle : peut-être",
            "- Repère : a",
            "- Apporter un plan",
            "-",
            "Texte collé",
            "```",
            "",
            "",
        ]
    ),
    max_size=25,
)


@st.composite
def scenarios(draw: st.DrawFn) -> str:
    """Texts that look like scenarios and are full of slips."""
    head = "\n".join(["---", *draw(HEADS), "---", ""]) if draw(st.booleans()) else ""
    text = head + "\n".join(draw(LINES))
    return text.replace("\n", "\r\n") if draw(st.sampled_from([False, False, False, True])) else text


def _errors(script: Script) -> int:
    return sum(found.code != "S013" for found in script.errors)


def _same(script: Script, remark: Diagnostic) -> int:
    return sum(
        (found.code, found.message_fr) == (remark.code, remark.message_fr) for found in script.diagnostics
    )


def _check(source: str, remark: Diagnostic) -> None:
    fix = remark.fix
    assert fix is not None
    mended = fix.apply(source)
    lines, after = source.split("\n"), mended.split("\n")
    kept = len(lines) - max(fix.last_line, fix.first_line - 1)
    assert after[: fix.first_line - 1] == lines[: fix.first_line - 1]
    assert after[len(after) - kept :] == lines[len(lines) - kept :]
    before, script = parse(source), parse(mended)
    # Of two lines that say the same, the second one takes the place of the first: then there is one remark less.
    is_gone = _same(script, remark) < _same(before, remark)
    assert is_gone or len(script.diagnostics) < len(before.diagnostics), (remark, mended)
    assert _errors(script) <= _errors(before), (remark, mended, [str(found) for found in script.errors])


def test_every_fix_of_the_cases_mends() -> None:
    offered = [(source, remark) for _, source, remark in ALL_REMARKS if remark.fix]
    assert len(offered) > 80
    for source, remark in offered:
        _check(source, remark)


@given(scenarios())
def test_every_fix_of_a_scenario_full_of_slips_mends(source: str) -> None:
    for remark in parse(source).diagnostics:
        if remark.fix:
            _check(source, remark)
