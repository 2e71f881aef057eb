"""`[[Page]]`, `[[territoire/Page|texte]]`, `[[Page#ancre]]`: links to pages by their title or slug."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from wiki.rendering.slugs import slugify

_LINK = re.compile(r"\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]")
# A slash between spaces belongs to a title: [[Cercle excentrique / Fish Bowl]].
_TERRITORY = re.compile(r"([^/]*[^/\s])/(?=\S)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A page that a text points at.

    `path` is `territoire/slug`; `label` the text shown; `fragment` the anchor without its prefix, or empty.
    """

    path: str
    label: str
    fragment: str = ""


def parse_target(written: str, label: str, home: str) -> LinkTarget | None:
    """What stands between the brackets, on a page of the territory `home`; None if it names no page."""
    place, _, fragment = written.partition("#")
    found = _TERRITORY.fullmatch(place.strip())
    territory, title = (slugify(found[1]), found[2]) if found else (home, place)
    slug = slugify(title)
    if not slug or not territory:
        return None
    shown = label.strip() or title.strip()
    return LinkTarget(f"{territory}/{slug}", shown, slugify(fragment))


def wiki_links(md: MarkdownIt) -> None:
    """Adds the rule and how its tokens are rendered."""
    md.inline.ruler.before("link", "wiki_link", _wiki_link)
    md.add_render_rule("wiki_link_open", _render_open)


def _wiki_link(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos) or state.linkLevel > 0:
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    target = found and parse_target(found[1], found[2] or "", state.env.get("home", ""))
    if not found or not target:
        return False
    if not silent:
        opening = state.push("wiki_link_open", "a", 1)
        opening.meta = {"target": target}
        state.push("text", "", 0).content = target.label
        state.push("wiki_link_close", "a", -1)
    state.pos = found.end()
    return True


def _render_open(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    target: LinkTarget = tokens[index].meta["target"]
    missing = "" if target.path in env["existing"] else " missing"
    fragment = f"#s-{target.fragment}" if target.fragment else ""
    return f'<a class="wiki-link{missing}" href="/{escapeHtml(target.path + fragment)}">'
