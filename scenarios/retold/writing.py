"""From what somebody says of a session to the text that says it.

`write` changes the lines that say otherwise and no other: a second text is made of the first, so that notes, further
sections and what people wrote between stay as they are, and two who change different things are merged line by line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from scenarios.retold.items import (
    Item,
    read_proposal,
    read_rating,
    read_timing,
    single_spaced,
    write_proposal,
    write_rating,
    write_timing,
)
from scenarios.retold.model import Account, Proposal, Timing
from scenarios.retold.reading import categories_of, read, said_in, section_of
from scenarios.retold.vocabulary import (
    CATEGORY_NAMES,
    CHANGE,
    COORDINATES,
    FOUNDATION_NAMES,
    FOUNDATIONS,
    HEADCOUNT,
    MINUTES,
    PLACE,
    PLAYED_ON,
    PROPOSALS,
    SCENARIO,
    SECTIONS,
    WHOM,
    WORKED,
)
from scenarios.script.blocks import Block, Row
from scenarios.script.fitting import fitted_section, one_line
from scenarios.script.heads import with_head_value
from scenarios.script.lines import Sheet
from scenarios.script.reading import parse
from scenarios.script.sections import change_body, remove_section

_ORDER = tuple(SECTIONS)

Lines = Mapping[str, str]
"""What an item is known by → what it says; in order."""


def write(text: str, account: Account) -> str:
    """The text, saying this account: `read(write(text, account)) == fitted(account)`."""
    said, now = read(text), fitted(account)
    text = _with_head(text, said, now)
    for name, before, after in ((WORKED, said.worked, now.worked), (CHANGE, said.change, now.change)):
        if before != after:
            text = _with_body(text, name, after)
    if said.minutes != now.minutes:
        text = _with_items(text, MINUTES, _timing_key, _timing_lines(text, now.minutes))
    if (said.ratings, said.words) != (now.ratings, now.words):
        text = _with_items(text, FOUNDATIONS, _rating_key, _rating_lines(now))
    if said.proposals != now.proposals:
        text = _with_items(text, PROPOSALS, _proposal_key, _proposal_lines(now.proposals))
    return text


def fitted(account: Account) -> Account:
    """An account as a text can hold it: lines without breaks, texts without headings that would end their section."""
    timings = [timing._replace(title=single_spaced(_plain(timing.title))) for timing in account.minutes]
    proposals = [Proposal(_plain(place), one_line(words)) for place, words in account.proposals]
    words = {code: _plain(said) for code, said in account.words.items()}
    return replace(
        account,
        place=one_line(account.place),
        coordinates=_rounded(account.coordinates),
        worked=fitted_section(account.worked),
        change=fitted_section(account.change),
        minutes=tuple({timing.title: timing for timing in timings if timing.title}.values()),
        words={code: said for code, said in words.items() if said},
        proposals=tuple(dict.fromkeys(found for found in proposals if found.words)),
    )


def _rounded(coordinates: tuple[float, float] | None) -> tuple[float, float] | None:
    return (round(coordinates[0], 6), round(coordinates[1], 6)) if coordinates else None


def _plain(text: str) -> str:
    """One line without the marks around it that a list shows in bold."""
    return one_line(text).strip("*_ \t\u00a0\u202f").lstrip("—–- ,;:.")


# The head


def _with_head(text: str, said: Account, now: Account) -> str:
    for key, before, after in (
        (SCENARIO, said.played, now.played),
        (PLAYED_ON, said.played_on, now.played_on),
        (PLACE, said.place, now.place),
        (COORDINATES, said.coordinates, now.coordinates),
        (HEADCOUNT, said.headcount, now.headcount),
        (WHOM, said.categories, now.categories),
    ):
        if before != after:
            text = with_head_value(text, key, _head_value(text, key, now))
    return text


def _head_value(text: str, key: str, now: Account) -> str | list[str]:
    if key == WHOM:
        return _people(text, now.categories)
    if key == SCENARIO and now.played:
        return f"{now.played.path}@{now.played.version}" if now.played.version else now.played.path
    if key == COORDINATES and now.coordinates:
        return ", ".join(f"{number:.6f}".rstrip("0").rstrip(".") for number in now.coordinates)
    value = {PLAYED_ON: now.played_on, PLACE: now.place, HEADCOUNT: now.headcount}.get(key)
    return str(value) if value else ""


def _people(text: str, categories: Sequence[str]) -> list[str]:
    """The categories by name, and after them those people whom none of the categories names."""
    others = [name for name in parse(text, kind="enactment").head.several(WHOM) if not categories_of((name,))]
    return [CATEGORY_NAMES[code] for code in CATEGORY_NAMES if code in categories] + others


# Sections of free text


def _with_body(text: str, name: str, body: str) -> str:
    script = parse(text, kind="enactment")
    sheet, section = Sheet(text), section_of(script, name)
    if section is None:
        return _with_section(text, name, body.split("\n")) if body else text
    if body:
        change_body(sheet, section, body)
    else:
        remove_section(sheet, script, section)
    return sheet.text


def _with_section(text: str, name: str, lines: Sequence[str]) -> str:
    """The text with a section, before the first of those that come later, else at the end."""
    script, sheet = parse(text, kind="enactment"), Sheet(text)
    starts = [(section.first_line, Block("section", [], [])) for section in script.sections]
    row = Row(sheet, len(sheet.lines), [(1, Block("start", [], [])), *starts])
    behind = _ORDER[_ORDER.index(name) + 1 :]
    later = (found.index for found in script.sections if SECTIONS.recognise(found.heading) in behind)
    place = next(later, len(script.sections)) + 1
    row.insert(place, row.made("section", [f"## {SECTIONS.in_language(name, _language(text))}", "", *lines]))
    row.write()
    return sheet.text


def _language(text: str) -> str:
    return parse(text, kind="enactment").head.text("langue") or "fr"


# Sections of items


def _timing_key(said: str) -> str | None:
    found = read_timing(said)
    return found.timing.title if found else None


def _timing_lines(text: str, timings: Sequence[Timing]) -> Lines:
    """What each activity's item says, with the note that it has."""
    found = [said for _, said in said_in(parse(text, kind="enactment"), MINUTES, read_timing)]
    notes = {said.timing.title: said.note for said in reversed(found)}
    return {timing.title: write_timing(timing, notes.get(timing.title, "")) for timing in timings}


def _rating_key(said: str) -> str | None:
    found = read_rating(said)
    return found[0] if found else None


def _rating_lines(account: Account) -> Lines:
    rated = [code for code in FOUNDATION_NAMES if account.ratings.get(code) or account.words.get(code)]
    return {
        code: write_rating(code, account.ratings.get(code), account.words.get(code, "")) for code in rated
    }


def _proposal_key(said: str) -> str | None:
    found = read_proposal(said)
    return write_proposal(found) if found else None


def _proposal_lines(proposals: Sequence[Proposal]) -> Lines:
    return {line: line for line in map(write_proposal, proposals)}


def _with_items(text: str, name: str, key: Callable[[str], str | None], wanted: Lines) -> str:
    """The text whose section `name` has these items and no others of the kind; what else it says stays."""
    script = parse(text, kind="enactment")
    section = section_of(script, name)
    if section is None:
        return _with_section(text, name, [f"- {line}" for line in wanted.values()]) if wanted else text
    sheet = Sheet(text)
    _change_items(sheet, said_in(script, name, key), wanted, section.last_line)
    left = section_of(parse(sheet.text, kind="enactment"), name)
    return _with_body(sheet.text, name, "") if left is not None and not left.body else sheet.text


def _change_items(sheet: Sheet, found: Sequence[tuple[Item, str]], wanted: Lines, last_line: int) -> None:
    """Write each item where it stands, new ones after the one before them; the last lines first."""
    places: dict[str, Item] = {}
    for item, key in found:
        places.setdefault(key, item)
    new, first = _new_after(places, wanted), min((item.first_line for item, _ in found), default=0)
    after = {places[key].last_line if key else first - 1: lines for key, lines in new.items()}
    if not found:
        _append(sheet, new.get("", []), last_line)
        return
    for item, key in sorted(found, reverse=True):
        _insert(sheet, after.pop(item.last_line, []), item.last_line)
        if places[key] is not item or key not in wanted:
            sheet.replace(item.first_line, item.last_line, [])
        elif item.said != wanted[key]:
            sheet.replace(item.first_line, item.last_line, [_bullet(sheet, item) + wanted[key]])
    _insert(sheet, after.pop(first - 1, []), first - 1)


def _new_after(places: Mapping[str, Item], wanted: Lines) -> dict[str, list[str]]:
    """The lines of items that are not there yet, by the key of the one that they follow; "" for the beginning."""
    new: dict[str, list[str]] = {}
    before = ""
    for key, line in wanted.items():
        if key in places:
            before = key
        else:
            new.setdefault(before, []).append(f"- {line}")
    return new


def _insert(sheet: Sheet, lines: Sequence[str], after: int) -> None:
    sheet.replace(after + 1, after, lines)


def _append(sheet: Sheet, lines: Sequence[str], last_line: int) -> None:
    """Add a list below what a section says."""
    while last_line and sheet.is_blank(last_line):
        last_line -= 1
    _insert(sheet, ["", *lines], last_line)


def _bullet(sheet: Sheet, item: Item) -> str:
    """What stands before an item's words."""
    line = sheet.line(item.first_line)
    words = line.lstrip(" ").lstrip("-*+0123456789.)")
    return line[: len(line) - len(words)] + " " * (len(words) - len(words.lstrip()) or 1)
