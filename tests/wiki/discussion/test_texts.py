"""What people write in messages, as others read it."""

import pytest

from wiki.discussion import texts
from wiki.discussion.showing import text_fragment
from wiki.errors import Invalid

PEOPLE = {"anne": "Anne <Martin>", "yann-le-goff": "Yann"}


def html(text: str) -> str:
    return texts.html_of(text, home="trappes", existing={"trappes/eau"}, people=PEOPLE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un **mot**", "<p>Un <strong>mot</strong></p>\n"),
        ("# Titre\n\ntexte", "<p><strong>Titre</strong></p>\n<p>texte</p>\n"),
        ("titre: faux\n---", "<p><strong>titre\u202f: faux</strong></p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<a id='x'>y</a>", "<p>y</p>\n"),
        ("Vu[^1].\n\n[^1]: ici", "<p>Vu[1].</p>\n<p>ici</p>\n"),
        ("[[Eau]]", '<p><a class="wiki-link" href="/trappes/eau">Eau</a></p>\n'),
        ("[[Feu]]", '<p><a class="wiki-link missing" href="/trappes/feu">Feu</a></p>\n'),
        ("https://a.fr", '<p><a href="https://a.fr" rel="noopener nofollow ugc">https://a.fr</a></p>\n'),
        ("à @anne !", '<p>à <a href="/personnes/anne">@Anne &lt;Martin&gt;</a>\u202f!</p>\n'),
        ("@Yann-Le-Goff, @personne",
         '<p><a href="/personnes/yann-le-goff">@Yann</a>, @personne</p>\n'),
        ("`@anne` et [@anne](/x)", '<p><code>@anne</code> et <a href="/x">@anne</a></p>\n'),
    ],
)  # fmt: skip
def test_markdown_without_what_belongs_to_pages(text: str, expected: str) -> None:
    assert html(text) == expected


def test_only_images_of_the_site_are_shown() -> None:
    shown = html(
        "voici ![le plan](/fichiers/3/plan.png) et ![le leur](https://a.fr/x.png) ![](https://a.fr/y.png)"
    )

    assert 'src="/fichiers/3/plan.png' in shown
    assert "a.fr/x.png" not in shown.replace('href="https://a.fr/x.png"', "")
    assert '<a href="https://a.fr/x.png" rel="noopener nofollow ugc">le leur</a>' in shown
    assert ">https://a.fr/y.png</a>" in shown
    assert "<img" not in html("![seule](https://a.fr/x.png)")


def test_mentions_links_and_paths_are_read_from_running_text() -> None:
    text = "@anne et @Anne, `@code`, nina@exemple.fr, [[Eau]] https://a.fr [b](https://b.fr) [c](/ici)\n\n    @bloc"

    assert texts.handles_in(text) == ("anne",)
    assert texts.links_out(text) == 2
    assert list(texts.paths_in(text, "trappes")) == ["trappes/eau"]
    assert len(texts.handles_in(" ".join(f"@p{number}" for number in range(50)))) == texts.MAX_MENTIONS


def test_how_a_message_begins_and_is_quoted() -> None:
    text = "> cité\n\n**Midi**, à l'ombre.\n\nPuis la suite."

    assert texts.beginning(text) == "Midi, à l’ombre."
    assert texts.beginning("```\ncode\n```") == "code"
    assert texts.beginning("> rien que cité") == "> rien que cité"
    assert texts.quoted(text, "@anne").startswith(
        "> @anne :\n>\n> **Midi**, à l'ombre.\n>\n> Puis la suite.\n"
    )
    assert texts.quoted("a\n" * 40, "@anne").count("\n") == 16


@pytest.mark.parametrize("text", [" \n", "x" * (texts.MAX_MESSAGE + 1), "a\0b"])
def test_what_is_no_message(text: str) -> None:
    with pytest.raises(Invalid):
        texts.checked(text)


def test_the_address_of_words_in_a_page() -> None:
    assert text_fragment("peut-être, & après") == "peut%2D%C3%AAtre%2C%20%26%20apr%C3%A8s"
    assert text_fragment(" ".join("abcdefghijklmn")) == "a%20b%20c%20d%20e%20f,i%20j%20k%20l%20m%20n"
