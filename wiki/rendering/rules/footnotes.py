"""How footnotes are rendered: ids that cannot clash with headings, links that screen readers can name."""

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

ID_PREFIX = "note-"


def footnotes(md: MarkdownIt) -> None:
    """Adds `[^1]` and `[^1]: …`."""
    footnote_plugin(md, inline=False)
    md.add_render_rule("footnote_ref", _reference)
    md.add_render_rule("footnote_block_open", _block_open)
    md.add_render_rule("footnote_block_close", _block_close)
    md.add_render_rule("footnote_open", _open)
    md.add_render_rule("footnote_close", _close)
    md.add_render_rule("footnote_anchor", _back)


def _number(token: Token) -> str:
    return str(token.meta["id"] + 1)


def _reference_id(token: Token) -> str:
    again = token.meta["subId"]
    return f"{ID_PREFIX}ref-{_number(token)}" + (f"-{again + 1}" if again else "")


def _reference(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    link = f'<a href="#{ID_PREFIX}{_number(token)}" id="{_reference_id(token)}">[{_number(token)}]</a>'
    return f'<sup class="footnote-ref">{link}</sup>'


def _block_open(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return '<section class="footnotes">\n<ol>\n'


def _block_close(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</ol>\n</section>\n"


def _open(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<li id="{ID_PREFIX}{_number(tokens[index])}">'


def _close(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</li>\n"


def _back(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    return f' <a href="#{_reference_id(token)}" class="footnote-back" aria-label="{_number(token)} ↩">↩</a>'
