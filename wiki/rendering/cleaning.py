"""The last word on HTML: only these tags, these attributes, these addresses reach a reader.

bleach parses a fragment with html5lib and writes the tree again, so what leaves it is balanced: every `<` in
it opens or closes an allowed tag, every attribute is allowed and quoted, every other `<` is `&lt;`.

**Why blocks may be cleaned one by one.** bleach is slow, and an edit changes one paragraph, so each top-level
block is cleaned alone and remembered. The whole is as safe as its parts, because what a browser finds in a
text is decided by its tokens: a state of the tokeniser other than "data" is only entered through elements
with raw text (script, style, textarea, title, xmp, plaintext…), comments, doctypes or foreign content (svg,
math), and none of those is in the allow-list. Each cleaned block therefore starts and ends in the data state,
and the tokens of their concatenation are the concatenation of their tokens: no element or attribute can
appear in the page that is in none of its blocks, however a browser nests them. Nesting cannot leak either:
blocks are cut where no element is open, bleach closes what it opens, and pages put the result in a `div`.
"""

import re
import threading
from functools import lru_cache

from bleach.sanitizer import Cleaner

from wiki.rendering.rules.addresses import ALLOWED_SCHEMES
from wiki.rendering.rules.images import FILE, SIZES

_BLOCKS = (
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TABLES = ("table", "tbody", "td", "th", "thead", "tr")
_MARKS = ("a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span")
_MORE_MARKS = ("strong", "sub", "sup", "u", "img", "audio", "video", "input", "label")
TAGS = frozenset({*_BLOCKS, *_HEADINGS, *_TABLES, *_MARKS, *_MORE_MARKS})

_LINK_CLASSES = ("footnote-back", "footnote-ref", "footnotes", "missing", "toc", "wiki-link")
_LAYOUT_CLASSES = ("table", "table-responsive", "task-list", "task-list-item")
_ALIGNMENTS = ("text-center", "text-end", "text-start")
# What a kind of page may call its parts (see wiki.pages.kinds): writers cannot, since they write no HTML.
_LEARNING_TYPES = ("acquisition", "collaboration", "discussion", "enquete", "pratique", "production")
_CARD_CLASSES = ("activity", "activity-facts", *(f"type-{name}" for name in _LEARNING_TYPES))
CLASSES = frozenset({*_LINK_CLASSES, *_LAYOUT_CLASSES, *_ALIGNMENTS, *_CARD_CLASSES})

_USER_ID = re.compile(r"(s|note)-[a-z0-9-]{1,100}")
_CODE_LANGUAGE = re.compile(r"language-[A-Za-z0-9_+#.-]{1,30}")

# Blocks beyond this length are cleaned each time: a few giant tables must not push all paragraphs out.
REMEMBERED_LENGTH = 8_000
REMEMBERED = 2048

_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "rel", "title", "aria-label"}),
    "abbr": frozenset({"title"}),
    "div": frozenset({"tabindex"}),
    "audio": frozenset({"src", "controls", "preload", "aria-label"}),
    "img": frozenset({"src", "srcset", "sizes", "width", "height", "alt", "title", "loading", "decoding"}),
    "input": frozenset({"type", "disabled", "checked"}),
    "ol": frozenset({"start"}),
    "pre": frozenset({"tabindex"}),
    "video": frozenset({"src", "controls", "preload", "aria-label"}),
}
_FIXED_VALUES = {
    "tabindex": "0", "type": "checkbox", "loading": "lazy", "rel": "noopener nofollow ugc", "decoding": "async",
    "sizes": SIZES, "controls": "", "preload": "metadata",
}  # fmt: skip
_OUR_FILE = r"/fichiers/[0-9]{1,9}/[A-Za-z0-9.-]{1,150}"
_OUR_PICTURE = rf"{_OUR_FILE}\?version=[0-9]{{1,9}}(&(?:amp;)?largeur=[0-9]{{1,4}})? [0-9]{{1,6}}w"
_SHAPES = {
    # bleach looks at the scheme of `src`, but knows nothing of `srcset`: only our own addresses may stand there.
    "srcset": re.compile(rf"{_OUR_PICTURE}(, {_OUR_PICTURE}){{0,9}}"),
    "width": re.compile(r"[1-9][0-9]{0,5}"),
    "height": re.compile(r"[1-9][0-9]{0,5}"),
}


def allows(tag: str, name: str, value: str) -> bool:
    """Whether an attribute with this value may stand on this tag. Schemes of addresses are bleach's part."""
    if name == "class":
        return all(word in CLASSES for word in value.split()) or (
            tag == "code" and bool(_CODE_LANGUAGE.fullmatch(value))
        )
    if name == "id":
        return bool(_USER_ID.fullmatch(value))
    if name == "src" and tag in ("audio", "video"):
        return bool(FILE.fullmatch(value))
    if name not in _ATTRIBUTES.get(tag, ()):
        return False
    return (
        bool(_SHAPES[name].fullmatch(value)) if name in _SHAPES else value == _FIXED_VALUES.get(name, value)
    )


class _Cleaners(threading.local):
    """bleach's cleaner holds the state of its parse: one for each thread."""

    def __init__(self) -> None:
        self.cleaner = Cleaner(tags=TAGS, attributes=allows, protocols=frozenset(ALLOWED_SCHEMES))


_cleaners = _Cleaners()


def clean(fragment: str) -> str:
    """One balanced fragment of HTML, cleaned. What is not allowed is shown as text."""
    return _remembered(fragment) if len(fragment) <= REMEMBERED_LENGTH else _clean(fragment)


def _clean(fragment: str) -> str:
    return _cleaners.cleaner.clean(fragment)


_remembered = lru_cache(REMEMBERED)(_clean)
