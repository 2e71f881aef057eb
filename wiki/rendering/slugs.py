"""Names folded for addresses and for comparison."""

import re
import unicodedata

from wiki.rendering.characters import normalised

MAX_SLUG = 80

# Letters that Unicode does not decompose, though a French or European reader does.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "’": "'", "ʼ": "'"}
)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_INCLUSIVE_A = re.compile(r"@(?=p+ren)", re.IGNORECASE)


def fold(text: str) -> str:
    """The text without case, accents, ligatures, kinds of apostrophe or runs of spaces: for comparing."""
    decomposed = normalised(text.casefold().translate(_LETTERS), "NFKD")
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.translate(_LETTERS).split())


def slugify(title: str) -> str:
    """The last part of a page's address, made from its title.

    Lower-case ASCII words joined by hyphens, at most 80 characters, cut at a word where there is one.
    « Territoire @pprenant » gives `territoire-apprenant`. Empty when no letter or digit is left.
    """
    # Only the start of a long text can matter; folding all of a 5 MB "title" would be wasted time.
    beginning = _INCLUSIVE_A.sub("a", title[: MAX_SLUG * 10])
    slug = _NOT_SLUG.sub("-", fold(beginning)).strip("-")
    if len(slug) <= MAX_SLUG:
        return slug
    whole_words, _, _ = slug[: MAX_SLUG + 1].rpartition("-")
    return whole_words or slug[:MAX_SLUG]
