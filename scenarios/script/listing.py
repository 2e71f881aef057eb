"""The list of an activity's properties: a line comes in or goes out, the others stay."""

from scenarios.script.lines import Sheet, with_label, with_value
from scenarios.script.model import Activity, Property
from scenarios.script.vocabulary import PROPERTIES, folded


def property_rank(key: str) -> int:
    """Where a property stands among the others; unknown ones come last."""
    names = list(PROPERTIES)
    return names.index(key) if key in names else len(names)


def add_property(sheet: Sheet, activity: Activity, key: str, value: str, language: str) -> None:
    """Add a line where the vocabulary has it, with the bullet, the marks and the spaces of its neighbour."""
    label = PROPERTIES.in_language(key, language)
    before = [found for found in activity.properties if property_rank(found.key) <= property_rank(key)]
    if not activity.properties:
        _open_list(sheet, activity.first_line, f"- {label} : {value}")
    elif before:
        line = _like(sheet, before[-1], key, label, value)
        sheet.replace(before[-1].last_line + 1, before[-1].last_line, [line])
    else:
        first = activity.properties[0]
        sheet.replace(first.first_line, first.first_line - 1, [_like(sheet, first, key, label, value)])


def remove_property(sheet: Sheet, activity: Activity, key: str) -> None:
    """Take every line of a key out, and the blank line that set the list apart when it was the last."""
    for found in reversed(activity.properties):
        if found.key == key:
            sheet.replace(found.first_line, found.last_line, [])
    if all(found.key == key for found in activity.properties):
        _close_list(sheet, activity.first_line + 1)


def _like(sheet: Sheet, neighbour: Property, key: str, label: str, value: str) -> str:
    is_numbered = sheet.line(neighbour.first_line).lstrip()[:1].isdigit()
    if not neighbour.label or (is_numbered and key not in PROPERTIES.words):
        return f"- {label} : {value}"  # a numbered item of an unknown key would be read as text
    if neighbour.is_known and folded(neighbour.label) != folded(neighbour.key):
        label = PROPERTIES.in_language(key, "en")
    return with_value(with_label(sheet.line(neighbour.first_line), label), value)


def _open_list(sheet: Sheet, heading: int, line: str) -> None:
    is_apart = sheet.is_blank(heading + 1)
    below = sheet.line(heading + 1 + is_apart) if heading + is_apart < len(sheet.lines) else ""
    # What is set in belongs to the item above it, unless two blank lines stand between.
    further = [""] if below[:1].isspace() and below.strip() else []
    sheet.replace(heading + 1, heading, ["", line, *further] if is_apart else [line, "", *further])


def _close_list(sheet: Sheet, number: int) -> None:
    if number <= len(sheet.lines) and sheet.is_blank(number):
        sheet.replace(number, number, [])
