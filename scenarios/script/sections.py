"""The sections of a text: one comes in where the vocabulary has it, goes out, or says something else."""

from scenarios.script.blocks import Block, Row
from scenarios.script.lines import Sheet
from scenarios.script.model import Script, Section
from scenarios.script.vocabulary import SECTIONS, folded


def find_section(script: Script, name: str) -> Section | None:
    """The first section of a canonical name, or of an unknown one in any spelling."""
    if name in SECTIONS:
        return script.section(name)
    unknown = (section for section in script.sections if section.key is None)
    return next((section for section in unknown if folded(section.heading) == folded(name)), None)


def add_section(sheet: Sheet, script: Script, name: str, body: str, language: str) -> None:
    """Add a section before the first that comes later in the vocabulary, else at the end."""
    row = _row(sheet, script)
    heading = f"## {SECTIONS.in_language(name, language)}"
    names = list(SECTIONS)
    behind = names[names.index(name) + 1 :] if name in names else []
    later = (section.index for section in script.sections if section.key in behind)
    place = next(later, len(script.sections)) + 1
    row.insert(place, row.made("section", [heading, "", *body.split("\n")] if body else [heading]))
    row.write()


def remove_section(sheet: Sheet, script: Script, section: Section) -> None:
    """Take a section out, heading and all."""
    row = _row(sheet, script)
    del row[section.index + 1]
    row.write()


def change_body(sheet: Sheet, section: Section, body: str) -> None:
    """Make a section say this; the blank lines around it stay."""
    first, last = section.first_line + 1, section.last_line
    while first <= last and sheet.is_blank(first):
        first += 1
    while last >= first and sheet.is_blank(last):
        last -= 1
    if section.body and body:
        sheet.replace(first, last, body.split("\n"))
    elif body:
        below = [] if sheet.is_blank(section.first_line + 1) else [""]
        sheet.replace(section.first_line + 1, section.first_line, ["", *body.split("\n"), *below])
    else:
        sheet.replace(section.first_line + 1, last, [])


def _row(sheet: Sheet, script: Script) -> Row:
    """What stands before the first section, and the sections."""
    starts = [(section.first_line, Block("section", [], [])) for section in script.sections]
    return Row(sheet, len(sheet.lines), [(1, Block("start", [], [])), *starts])
