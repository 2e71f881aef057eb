"""Random scenarios for Hypothesis: lines as scenarios have them, and texts edited as people edit them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

LINES = [
    "", "# Titre", "Une phrase. Une autre.", "## Objectifs", "- O1 (analyser) : Comparer", "- O2 (créer) : Dessiner",
    "## Déroulé", "### Phase : Avant", "### Activité : Mesurer", "### Activité : Dessiner", "#### Activité : Ranger",
    "- Durée : 10 min", "- **Type** : discussion", "- Objectifs : O1, O2", "- Matériel : crayons, feuilles (A3, A4)",
    "- Rôles : animatrice, élue (Élus)", "- x-perso : ::", "- sans clé", "* Lieu : parvis", "1. Durée : 5 min",
    "  suite", "> Consigne.", "```", "## Ressources", "### Autre", "## objectifs", "---", "durée: 90 min",
    "duration: 80", "thèmes: [Climat, Santé]", "odd:", "  - 11", "lieu: a: b", "# note", "\ufeff", "\t", "| a | b |",
]  # fmt: skip
HEAD_LINES = LINES[-12:-5]

lines = st.sampled_from(LINES) | st.text(alphabet="abé:#-*`| \r\u2028\x00\u0301", max_size=12)
bodies = st.lists(lines, max_size=14).map("\n".join)
heads = st.lists(st.sampled_from(HEAD_LINES), max_size=5).map(
    lambda found: "\n".join(["---", *found, "---", ""])
)
steps = st.lists(st.sampled_from(LINES[7:21]), max_size=14).map(
    lambda found: "\n".join(["", "## Déroulé", *found])
)
texts = st.builds("{}{}{}".format, heads | st.just(""), bodies, steps | st.just(""))


@st.composite
def edits(draw: st.DrawFn, text: str, word: str) -> str:
    """A text with up to four lines or stretches changed, taken out, moved or added; `word` is new in it."""
    found = text.split("\n")
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(found)))
        end = min(len(found), start + draw(st.integers(0, 4)))
        part, rest = found[start:end], found[:start] + found[end:]
        what = draw(st.sampled_from(["add", "change", "move", "remove"]))
        place = draw(st.integers(0, len(rest))) if what == "move" else start
        new = draw(lines) if what == "add" else f"{word}{number}"
        if what == "change":
            part = [line + " " + new for line in part]
        elif what == "add":
            part = [*part, f"{new} {word}{number}"]
        found = rest[:place] + ([] if what == "remove" else part) + rest[place:]
    return "\n".join(found)


@st.composite
def triples(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and what two people made of it."""
    base = draw(texts)
    return base, draw(edits(base, "notre")), draw(edits(base, "leur"))


@dataclass(frozen=True)
class Step:
    """One activity of a made-up scenario."""

    title: str
    properties: dict[str, str] = field(default_factory=dict)
    prose: str = ""

    @property
    def text(self) -> str:
        written = "".join(f"- {key} : {value}\n" for key, value in self.properties.items())
        return f"### Activité : {self.title}\n\n{written}\n{self.prose}\n"


@dataclass(frozen=True)
class Scenario:
    """A well-formed scenario, to be changed as one would in the designer."""

    head: dict[str, str]
    steps: tuple[Step, ...]

    @property
    def text(self) -> str:
        head = "".join(f"{key}: {value}\n" for key, value in self.head.items())
        steps = "\n".join(step.text for step in self.steps)
        return f"---\n{head}---\n\n# Titre\n\nRésumé.\n\n## Déroulé\n\n{steps}\n## Notes\n\nFin.\n"


WORDS = [
    "mesurer",
    "dessiner",
    "ranger",
    "partager",
    "écouter",
    "comparer",
    "marcher",
    "lire",
    "cuire",
    "planter",
]
Edit = Callable[[Scenario], Scenario]


def scenario(size: int) -> Scenario:
    """A scenario of some activities that share nothing but their form."""
    head = {"territoire": "Trappes", "durée": "90 min", "thèmes": "[Climat, Santé]", "lieu": "parvis"}
    steps = (
        Step(
            word.capitalize(),
            {
                "Durée": "10 min",
                "Type": "pratique",
                "Lieu": f"salle {word}",
                "Matériel": f"{word}-a, {word}-b",
            },
            f"On va {word} ensemble. Puis chacun {word} seul.",
        )
        for word in WORDS[:size]
    )
    return Scenario(head, tuple(steps))


def edit_of_step(number: int, what: str, word: str) -> Edit:
    """One change of the activity that has this number in the base."""

    def changed(step: Step) -> Step | None:
        if what == "remove":
            return None
        if what == "rename":
            return replace(step, title=f"{step.title} {word}")
        if what == "prose":
            return replace(step, prose=step.prose + f" Enfin {word}.")
        if what == "add":
            return replace(step, properties={**step.properties, "Évaluation": word})
        return replace(step, properties={**step.properties, what: f"{step.properties[what]}, {word}"})

    def edit(found: Scenario) -> Scenario:
        start = WORDS[number].capitalize()
        steps = (changed(step) if step.title.startswith(start) else step for step in found.steps)
        return replace(found, steps=tuple(step for step in steps if step))

    return edit


def move_of_step(number: int, to: int) -> Edit:
    """Put one activity elsewhere."""

    def edit(found: Scenario) -> Scenario:
        start = WORDS[number].capitalize()
        (step,) = (step for step in found.steps if step.title.startswith(start))
        others = [other for other in found.steps if other is not step]
        return replace(found, steps=(*others[:to], step, *others[to:]))

    return edit


def edit_of_head(key: str, value: str) -> Edit:
    return lambda found: replace(found, head={**found.head, key: value})


def edited(found: Scenario, edits: Sequence[Edit]) -> Scenario:
    for edit in edits:
        found = edit(found)
    return found


WHATS = st.sampled_from(["Durée", "Lieu", "Matériel", "prose", "add", "rename"])


@st.composite
def separate_edits(draw: st.DrawFn, size: int) -> tuple[list[Edit], list[Edit]]:
    """What two people change in different places; one of them may also move any activity."""
    sides: tuple[list[Edit], list[Edit]] = ([], [])
    for number in range(size):
        side = draw(st.sampled_from([0, 1]))
        for what in draw(st.sets(WHATS, max_size=3)):
            sides[side].append(edit_of_step(number, what, f"{'notre' if side else 'leur'}{number}"))
    for key, value in {"durée": "80 min", "lieu": "square", "saison": "été"}.items():
        if draw(st.booleans()):
            sides[draw(st.sampled_from([0, 1]))].append(edit_of_head(key, value))
    if draw(st.booleans()):
        sides[0].append(move_of_step(draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))))
    return sides
