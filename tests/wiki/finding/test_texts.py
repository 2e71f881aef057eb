"""Texts remembered."""

from wiki.finding.texts import KnownText, KnownTexts


def test_the_least_recently_used_is_forgotten() -> None:
    texts = KnownTexts(limit=2)
    texts.keep(1, "page", KnownText("un"))
    texts.keep(2, "page", KnownText("deux"))
    assert texts.get(1, "page") == KnownText("un")
    texts.keep(3, "page", KnownText("trois"))
    assert [texts.get(number, "page") for number in (1, 2, 3)] == [KnownText("un"), None, KnownText("trois")]


def test_a_text_is_read_as_its_kind_reads_it() -> None:
    texts = KnownTexts()
    texts.keep(1, "page", KnownText("un"))
    assert texts.get(1, "scenario") is None
