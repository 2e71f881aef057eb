"""`- [ ] à faire`, `- [x] fait`: list items with a box, its label tied to it for screen readers."""

import re

from markdown_it.token import Token

_BOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


def mark_tasks(tokens: list[Token]) -> None:
    """Turns the box at the start of a list item's first paragraph into a check box."""
    lists = list[Token]()
    for index, token in enumerate(tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open" and _take_box(tokens[index + 1 : index + 3]):
            token.attrs["class"] = "task-list-item"
            lists[-1].attrs["class"] = "task-list"


def _take_box(first: list[Token]) -> bool:
    if first[0].type != "paragraph_open":
        return False
    inline = first[1]
    found = _BOX.match(inline.content)
    if found is None:
        return False
    inline.content = inline.content[found.end() :]
    inline.meta["box"] = "checked" if found[1] in "xX" else "open"
    return True
