"""Lists as people type them in one field."""

from scenarios.script.vocabulary import split_list


def items(text: str) -> tuple[str, ...]:
    """The items of a list typed on one line: cut at semicolons, or at commas where there are none."""
    return split_list(text, ";" if ";" in text else ",")


def joined(values: tuple[str, ...]) -> str:
    """A list on one line, so that `items` finds the same again.

    >>> joined(("Climat", "Santé")), joined(("Musée, Trappes",))
    ('Climat, Santé', 'Musée, Trappes ;')
    """
    if all(items(value) == (value,) for value in values):
        return ", ".join(values)
    return " ; ".join(values) + (" ;" if len(values) == 1 else "")


def rows(text: str) -> tuple[str, ...]:
    """One item a line."""
    return tuple(item for each in text.splitlines() if (item := each.strip()))
