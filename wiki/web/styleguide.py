"""What the style guide shows its components with. Only developers see it, in debug mode."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.web.forms import choices_of

SUMMARY = "Le groupe relève, compare et raconte, puis propose quelque chose de précis à la commune."
TEXT = "# Lire le climat de son quartier\n\nLe groupe **relève** la température.\n\n- Durée : 35 min\n"


@dataclass(frozen=True)
class Named:
    """A family, a theme or a territory."""

    slug: str
    name: str
    family_key: str = ""
    region: str = ""
    summary: str = ""


FAMILIES = (
    Named("climat", "Climat · Environnement · Transition énergétique", "climat"),
    Named("mobilite", "Mobilité · Changement des comportements · Nouveaux métiers · Médiation", "mobilite"),
    Named("nutrition", "Nutrition · Santé · Produire autrement", "nutrition"),
    Named("urbanite", "Urbanité · Vivre ensemble · Bien-être · Citoyenneté · Patrimoines", "urbanite"),
    Named("entrepreneuriat", "Entrepreneuriat · Économie solidaire", "entrepreneuriat"),
    Named("arts", "Arts · Culture · Créativité · Patrimoine vivant", "arts"),
    Named("sciences", "Sciences et technologies innovantes · Numérique", "sciences"),
)
THEMES = tuple(Named(family.slug, family.name.split(" · ")[0], family.slug) for family in FAMILIES)
TERRITORIES = (
    Named("belle-ile-en-mer", "Belle-Île-en-Mer", "", "Bretagne", "Se nourrir, s'éduquer, se soigner."),
    Named("le-mene", "Le Méné", "", "Bretagne", "Sept communes, territoire à énergie positive."),
    Named("grand-lyon", "Grand Lyon", "", "Auvergne-Rhône-Alpes", "Dialogues en Humanité."),
)


@dataclass(frozen=True)
class Card:
    """A page as it stands in a list."""

    title: str
    kind: str
    territory_name: str
    territory_slug: str
    themes: tuple[Named, ...]
    facts: tuple[str, ...] = ()
    url: str = "#cartes"
    summary: str = SUMMARY
    author_name: str = "Aïssa Benali"
    updated_at: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(days=2))


CARDS = (
    ("Lire le climat de son quartier", "scenario", "Trappes", "trappes", (0, 6), ("1 h 30", "11 à 15 ans")),
    ("Cartographier ses trajets", "tool", "Pays de Roissy", "pays-de-roissy", (1,), ("45 min",)),
    ("Le marché comme salle de classe", "enactment", "Rennes", "rennes", (2, 4), ()),
    ("Les portes de la ville close", "approach", "Mont-Saint-Michel", "mont-saint-michel", (3,), ()),
    ("L'atelier des mémoires", "project", "Nantes", "nantes", (5,), ()),
    ("Fonder une coopérative", "scenario", "Sceaux", "sceaux", (4,), ("3 h", "12 à 24")),
)


class SampleForm(Form):
    """One field of each sort, the first with a fault."""

    title = StringField("Titre", [InputRequired("Donnez un titre à la page.")])
    email = EmailField("Adresse électronique")
    kind = SelectField("Type de page", choices=choices_of([("scenario", "Scénario"), ("tool", "Outil")]))
    audience = RadioField(
        "Audience",
        choices=choices_of([("public", "Tout le monde"), ("members", "Les membres")]),
        default="public",
    )
    themes = SelectMultipleField(
        "Thèmes",
        choices=choices_of([("climat", "Climat"), ("energie", "Énergie")]),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    minor = BooleanField("Modification mineure")
    text = TextAreaField("Texte de la page", default=TEXT)


def samples() -> dict[str, Any]:
    """The values that `styleguide.html` asks for."""
    form = SampleForm()
    form.title.errors = ("Donnez un titre à la page.",)
    return {
        "families": [(family, rank * 3) for rank, family in enumerate(FAMILIES)],
        "themes": THEMES,
        "territories": TERRITORIES,
        "cards": [_card(*sample) for sample in CARDS],
        "form": form,
        "moment": datetime.now(UTC) - timedelta(days=3),
    }


def _card(
    title: str, kind: str, name: str, slug: str, themes: tuple[int, ...], facts: tuple[str, ...]
) -> Card:
    return Card(title, kind, name, slug, tuple(THEMES[rank] for rank in themes), facts)
