"""No text, however made, brings an element, an attribute or an address that the page does not allow."""

import threading
from html.parser import HTMLParser

import pytest
from bleach._vendor import html5lib  # the one browser-like parser here; a second copy would only test itself
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from wiki.rendering.cleaning import REMEMBERED_LENGTH, TAGS, allows, clean
from wiki.rendering.document import read

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/xss src=x></script>",
    "<<script>alert(1);//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    '<img """><script>alert(1)</script>">',
    "<img src=x:x onerror='alert(1)'//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><input type=submit>",
    "<body onload=alert(1)>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><script>alert(1)",
    "<xmp><script>alert(1)</script></xmp>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY x '<script>'>]>&x;",
    "<details open ontoggle=alert(1)>",
    "<details open ontoggle=alert(1)>\na\n</details>",
    "<details>\n<summary onclick=alert(1)>a</summary>\n<script>alert(1)</script>\n</details>",
    "<sub onmouseover=alert(1)>a</sub>",
    "<sub style='position:fixed'>a</sub>",
    '<abbr title="&quot; onclick=alert(1) x=&quot;">a</abbr>',
    "<abbr title='\" onclick=alert(1)'>a</abbr>",
    "<a id='x' onclick=alert(1)>",
    "<a id='\"><script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>a</a>",
    "<br onclick=alert(1)>",
    "<mark><script>alert(1)</mark></script>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](\x01javascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](%6aavascript:alert(1))",
    "[a](vbscript:x) [a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](feed:javascript:alert(1))",
    "[a](view-source:javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    "![a](javascript:alert(1))",
    "![a](data:image/svg+xml;base64,PHN2Zy8+)",
    '![a"onerror="alert(1)](x)',
    '![a](x "\\" onerror=alert(1) \\"")',
    '[a](https://example.org "\\"><script>alert(1)</script>")',
    'https://example.org/"onclick="alert(1)',
    "https://example.org/'><script>alert(1)</script>",
    '[[a|"><script>alert(1)</script>]]',
    '[[a#"onclick="alert(1)|b]]',
    "[[javascript:alert(1)]]",
    '```"><script>alert(1)</script>\nx\n```',
    "```x onclick=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "    </code></pre><script>alert(1)</script>",
    '![<script>alert(1)</script>](/fichiers/1/a.png "\\"><script>alert(1)</script>")',
    '![" onclick="alert(1)](/fichiers/1/a.mp4) ![x](/fichiers/1/a.mp4?"onerror="alert(1))',
    "![x](/fichiers/1/a.mp4?' onerror=alert(1)) ![](//evil.example/fichiers/1/a.mp4)",
    "# <script>alert(1)</script>\n\n## <img src=x onerror=alert(1)>\n\n## b",
    "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "a[^<script>]\n\n[^<script>]: b",
    "| <script> | a |\n|---|:--|\n| </script> | onclick |",
    "- [ ] <script>alert(1)</script>",
    "\ud83d<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "---\ntitre: <script>alert(1)</script>\n---\n",
]
MARKS = [
    *"<>\"'&`[]()|a*_!\n",
    "\n\n",
    "    ",
    "> ",
    "- ",
    "##",
    "[[",
    "]]",
    "[^1]",
    "\n[^1]: ",
    "javascript:",
]
TAG_PIECES = ("<sub>", "</sub>", "<a id='b'>", "</a>", "<details>\n", "</details>\n", "<b>", "</b>", "<br>")
HTML_PIECES = ("</p>", "</div>", "</table>", "<p>", "&lt;", "&#60;", "<!--", "-->")
PIECES = [*ATTACKS, *MARKS, *TAG_PIECES, *HTML_PIECES]
FORBIDDEN_SCHEMES = ("javascript", "data", "vbscript", "feed", "view-source")


class Elements(HTMLParser):
    """The elements of a text as its tokens say them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found = list[tuple[str, dict[str, str | None]]]()
        self.odd = list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a text as three parsers see them."""
    tokens = Elements(html)
    assert tokens.odd == []
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    found = [(str(node.tag), dict(node.attrib)) for node in tree.iter() if node is not tree]
    parser = lxml_html.HTMLParser(huge_tree=True)
    document = etree.fromstring(f"<html><body><div>{html}</div></body></html>", parser)
    found += [(str(node.tag), dict(node.attrib)) for node in document.iter("*")][3:]
    return tokens.found + found


def assert_harmless(html: str) -> None:
    for tag, attributes in elements(html):
        assert tag in TAGS
        for name, value in attributes.items():
            assert allows(tag, name, value or "") or name in {"disabled", "checked", "open"}, (
                tag,
                name,
                value,
            )
            scheme = "".join((value or "").split()).lower().partition(":")[0]
            assert name not in {"href", "src"} or scheme not in FORBIDDEN_SCHEMES


PLACES = ("{}", "texte {} texte", "> {}", "- {}", "*{}*", "<sub>{}</sub>", "[{}](/a)", "| {} |\n|-|")


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack(attack: str) -> None:
    for place in PLACES:
        rendered = read(place.format(attack), home="trappes").html(())
        assert_harmless(rendered.html)
        assert_harmless(rendered.toc)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_cleaner_alone_is_enough(attack: str) -> None:
    assert_harmless(clean(attack))
    assert_harmless(clean(f"<p>{attack}</p>"))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join))
def test_no_text_renders_to_harm(text: str) -> None:
    rendered = read(text, home="trappes").html(())
    assert_harmless(rendered.html)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=6))
def test_fragments_cleaned_one_by_one_are_harmless_together(fragments: list[str]) -> None:
    assert_harmless("".join(map(clean, fragments)))


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_what_is_clean_stays(fragment: str) -> None:
    assert_harmless(clean(clean(fragment)))


@pytest.mark.parametrize(
    ("fragment", "cleaned"),
    [
        ('<p class="missing">a</p>', '<p class="missing">a</p>'),
        ('<p class="btn">a</p>', "<p>a</p>"),
        ('<p class="missing btn">a</p>', "<p>a</p>"),
        ('<code class="language-python">a</code>', '<code class="language-python">a</code>'),
        ('<p class="language-python">a</p>', "<p>a</p>"),
        ('<p id="s-a">a</p>', '<p id="s-a">a</p>'),
        ('<p id="search">a</p>', "<p>a</p>"),
        ('<pre tabindex="9">a</pre>', "<pre>a</pre>"),
        ('<input type="password">', "<input>"),
        ('<a href="https://a.b" rel="opener">a</a>', '<a href="https://a.b">a</a>'),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
        ("<p><b>a", "<p><b>a</b></p>"),
    ],
)
def test_allowed_values(fragment: str, cleaned: str) -> None:
    assert clean(fragment) == cleaned


def test_a_giant_block_is_cleaned_too() -> None:
    assert (
        clean("<p>" + "a" * REMEMBERED_LENGTH + "<script>")
        == f"<p>{'a' * REMEMBERED_LENGTH}&lt;script&gt;</p>"
    )


def test_threads_do_not_meet() -> None:
    results = dict[int, str]()

    def work(number: int) -> None:
        text = "\n\n".join(f"*{number}.{line}* <script>" for line in range(20))
        results[number] = read(text, home="trappes").html(()).html

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, html in results.items():
        assert html == "".join(f"<p><em>{number}.{line}</em> &lt;script&gt;</p>\n" for line in range(20))


def test_pictures_in_several_widths_and_recordings_are_ours_alone() -> None:
    ours = "/fichiers/1/a.jpg?version=1&amp;largeur=320 320w, /fichiers/1/a.jpg?version=1 900w"
    kept = f'<img src="/fichiers/1/a.jpg" srcset="{ours}" width="900" height="10">'
    assert clean(kept) == kept
    for srcset in (
        "https://evil.example/x 1w",
        f"{ours}, https://evil.example/x 1w",
        "javascript:alert(1) 1w",
        "",
    ):
        assert "srcset" not in clean(f'<img src="/a.jpg" srcset="{srcset}">')
    for size in ("0", "-1", "1e9", "100%", "1;x"):
        assert "width" not in clean(f'<img src="/a.jpg" width="{size}">')
    assert clean('<video src="/fichiers/1/a.mp4" controls=""></video>').startswith(
        '<video src="/fichiers/1/a.mp4"'
    )
    for address in (
        "https://evil.example/fichiers/1/a.mp4",
        "//evil.example/fichiers/1/a.mp4",
        "/compte",
        "data:video/mp4,x",
    ):
        assert (
            clean(f'<video src="{address}"></video><audio src="{address}"></audio>')
            == "<video></video><audio></audio>"
        )
    assert "autoplay" not in clean('<video src="/fichiers/1/a.mp4" autoplay></video>')
    assert "poster" not in clean('<video poster="/fichiers/1/a.mp4"></video>')
