"""How a retour begins: its title, and a first sentence that links to what was played.

Both are made once; the sentence follows what is told as long as nobody rewrote it.
"""

import re
from dataclasses import dataclass

from scenarios.retold.dates import write_date
from scenarios.retold.model import Account
from scenarios.retold.writing import write
from scenarios.script.fitting import fitted_heading
from scenarios.script.lines import Sheet
from scenarios.script.reading import parse
from wiki.pages.composition import compose
from wiki.rendering.document import shortened
from wiki.rendering.head import set_head_value

_LONGEST_NAME = 110
_SHORTEST_NAME = 12
"""What is left of a title must still say which scenario was played."""
_LONGEST_PLACE = 50
_LINK = re.compile(r"\[\[(?P<path>[^\[\]|]{1,200})\|(?P<label>[^\[\]|]{1,300})\]\]")
_NOT_IN_LABELS = str.maketrans("[]|", "() ")


@dataclass(frozen=True)
class Setting:
    """Where a retour is written: the scenario's title, and what the new page's head says."""

    scenario_title: str
    territory: str
    themes: tuple[str, ...]
    author: str
    language: str = "fr"


def new_text(account: Account, setting: Setting) -> str:
    """The whole text of a new retour."""
    title = title_of(account, setting)
    sentence = opening(account, setting.scenario_title)
    text = compose(
        f"# {title}\n\n{sentence}\n",
        title=title, kind="enactment", territory=setting.territory, themes=setting.themes, language=setting.language,
    )  # fmt: skip
    return write(set_head_value(text, "auteurs", [f"@{setting.author}"]), account)


def title_of(account: Account, setting: Setting) -> str:
    """`Retour : Lire le climat, Parvis de la gare, 14 juin 2026`."""
    name = shortened(_main_part(setting.scenario_title), _LONGEST_NAME)
    place = shortened(account.place, _LONGEST_PLACE) or setting.territory
    day = write_date(account.played_on) if account.played_on else ""
    return fitted_heading("Retour : " + ", ".join(filter(None, (name, place, day))))


def _main_part(title: str) -> str:
    """`Lire le climat de son quartier` of `Lire le climat de son quartier : mesurer un îlot de fraîcheur`."""
    main, _colon, _rest = " ".join(title.split()).partition(" :")
    return main if len(main) >= _SHORTEST_NAME else title


def opening(account: Account, label: str, path: str = "") -> str:
    """The first sentence, with the scenario as a link."""
    path = path or (account.played.path if account.played else "")
    name = " ".join(label.translate(_NOT_IN_LABELS).split())
    day = f" le {write_date(account.played_on)}" if account.played_on else ""
    where = f" ({' '.join(account.place.split())})" if account.place else ""
    people = {None: "", 1: ", avec une personne"}.get(
        account.headcount, f", avec {account.headcount} personnes"
    )
    return f"Nous avons joué [[{path}|{name}]]{day}{where}{people}."


def with_opening(text: str, before: Account, after: Account) -> str:
    """The text whose first sentence says what is told now, where it said what was told before."""
    script = parse(text, kind="enactment")
    link = _LINK.search(script.summary)
    if link is None or script.summary != opening(before, link["label"], link["path"]):
        return text
    sheet = Sheet(text)
    sentence = opening(after, link["label"], link["path"])
    sheet.replace(script.summary_first_line, script.summary_last_line, [sentence])
    return sheet.text
