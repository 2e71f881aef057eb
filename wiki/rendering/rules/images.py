"""Images and recordings: those of the site come in the width that a screen needs, and keep their place.

`![texte](/fichiers/12/photo.jpg "légende")` alone in its paragraph becomes a figure with its caption. What is known
of the files of the site is told when the text is rendered, since it is not in the text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

WIDTHS = (320, 640, 960, 1280, 1920)
"""Pixels of the smaller pictures that are offered to browsers."""
SIZES = "(min-width: 48rem) 42rem, 100vw"
"""How wide a text is on the screen, which is what browsers choose by."""
_USUAL = 960
FILE = re.compile(r"/fichiers/(\d{1,9})/([A-Za-z0-9.-]{1,150})(?:[?#]\S*)?")
_SOUNDS = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac")
_FILMS = (".mp4", ".m4v", ".webm")


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of a picture of the site: its size in pixels, its version, and what it shows, as its page says.

    `widths` are those of its smaller ones.
    """

    width: int
    height: int
    version: int
    alt: str = ""
    widths: Sequence[int] = ()


Pictures = Mapping[int, Picture]
"""The pictures of the site that a text shows, by number of file."""
NO_PICTURES: Pictures = MappingProxyType({})


def file_number(address: str) -> int | None:
    """The number of the file that an address of the site leads to."""
    found = FILE.fullmatch(address)
    return int(found[1]) if found else None


def file_numbers(tokens: list[Token]) -> Iterator[int]:
    """The files of the site that a text shows or links to."""
    for token in tokens:
        for child in token.children or ():
            if child.type in ("image", "link_open"):
                number = file_number(str(child.attrs.get("src") or child.attrs.get("href") or ""))
                if number is not None:
                    yield number


def images(md: MarkdownIt) -> None:
    """Adds both rules."""
    md.core.ruler.push("figures", _figures)
    md.add_render_rule("image", _image)


def _figures(state: StateCore) -> None:
    """An image alone in a paragraph, with a title, becomes a figure; the title its caption."""
    result, caption = list[Token](), ""
    for index, token in enumerate(state.tokens):
        result.append(token)
        if token.type == "paragraph_open":
            caption = _caption(state.tokens, index)
            if caption:
                token.type, token.tag = "figure_open", "figure"
        elif caption and token.type == "inline":
            token.children = [_untitled((token.children or [])[0])]
            result.extend(_figcaption(token, caption))
        elif caption and token.type == "paragraph_close":
            token.type, token.tag, caption = "figure_close", "figure", ""
    state.tokens[:] = result


def _caption(tokens: list[Token], index: int) -> str:
    """The title of an image that is alone in the paragraph which begins there."""
    children = tokens[index + 1].children or []
    alone = len(children) == 1 and children[0].type == "image" and not tokens[index].hidden
    return str(children[0].attrs.get("title", "")).strip() if alone else ""


def _untitled(image: Token) -> Token:
    """The image without its title; another token, since the one at hand is shared with other texts."""
    attributes = {name: value for name, value in image.attrs.items() if name != "title"}
    return Token("image", "img", 0, attrs=attributes, children=image.children, content=image.content)


def _figcaption(image: Token, caption: str) -> list[Token]:
    words = Token("inline", "", 0, content=caption, children=[Token("text", "", 0, content=caption)])
    words.level, words.map = image.level + 1, image.map
    opening, closing = Token("figcaption_open", "figcaption", 1), Token("figcaption_close", "figcaption", -1)
    for token in (opening, closing):
        token.block, token.level = True, image.level
    return [opening, words, closing]


def _image(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    source = str(token.attrs.get("src", ""))
    alt = renderer.renderInlineAsText(token.children, options, env) if token.children else ""  # type: ignore[attr-defined]
    found = FILE.fullmatch(source)
    name = found[2].lower() if found else ""
    if name.endswith((*_SOUNDS, *_FILMS)):
        return _recording(source.partition("?")[0], name, alt)
    pictures: Pictures = env["pictures"]
    picture = pictures.get(int(found[1])) if found else None
    attributes: dict[str, str | int | float] = {"src": source}
    if picture:
        attributes = _of_picture(source.partition("?")[0], picture)
    attributes["alt"] = alt or (picture.alt if picture else "")
    if "title" in token.attrs:
        attributes["title"] = str(token.attrs["title"])
    attributes |= {"loading": "lazy", "decoding": "async"}
    return f"<img{RendererHTML.renderAttrs(Token('image', 'img', 0, attrs=attributes))}>"


def _of_picture(address: str, picture: Picture) -> dict[str, str | int | float]:
    """Where a browser finds the picture in each width. The version makes another address of another content."""
    at = f"{address}?version={picture.version}"
    usual = min((width for width in picture.widths if width >= _USUAL), default=0)
    attributes: dict[str, str | int | float] = {"src": f"{at}&largeur={usual}" if usual else at}
    if picture.widths:
        offered = [f"{at}&largeur={width} {width}w" for width in picture.widths]
        attributes["srcset"] = ", ".join([*offered, f"{at} {picture.width}w"])
        attributes["sizes"] = SIZES
    return {**attributes, "width": picture.width, "height": picture.height}


def _recording(address: str, name: str, label: str) -> str:
    tag = "video" if name.endswith(_FILMS) else "audio"
    attributes: dict[str, str | int | float] = {"src": address, "controls": "", "preload": "metadata"}
    if label:
        attributes["aria-label"] = label
    return f"<{tag}{RendererHTML.renderAttrs(Token('media', tag, 0, attrs=attributes))}></{tag}>"
