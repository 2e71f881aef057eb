"""Files as they arrive: bounded, known, named, and refused in words that help."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wiki.attachments import samples
from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Family
from wiki.attachments.media.receiving import MEGABYTE, Limits, agreed_name, received
from wiki.errors import Invalid

LIMITS = Limits(dict.fromkeys(Family, 2 * MEGABYTE) | {Family.IMAGE: MEGABYTE}, 100_000)


def refusal(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(Invalid) as refused, received(io.BytesIO(data), name, limits):
        pass
    [message] = refused.value.errors.values()
    return str(message)


def test_what_is_kept_is_what_its_hash_says() -> None:
    with received(
        io.BytesIO(samples.picture(exif=samples.exif(6))), "C:\\photos\\Ma Photo.JPG", LIMITS
    ) as kept:
        data = kept.content.read()
        assert kept.hash == hashlib.sha256(data).hexdigest()
        assert (kept.size, kept.name, kept.kind) == (len(data), "ma-photo.jpg", kinds.JPEG)
        assert (kept.width, kept.height) == (48, 64)
        assert b"SECRET" not in data
    with received(io.BytesIO(samples.pdf()), "a.pdf", LIMITS) as kept:
        assert kept.content.read() == samples.pdf()
        assert kept.width is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_texts_are_kept_in_utf_8(encoding: str) -> None:
    with received(io.BytesIO("Été à l'œuvre".encode(encoding)), "notes.txt", LIMITS) as kept:
        assert kept.content.read().decode() == "Été à l'œuvre"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.png", "photo.jpg"),
        ("photo", "photo.jpg"),
        (".jpg", "fichier.jpg"),
        ("../../etc/passwd.jpeg", "passwd.jpeg"),
        ("Été œuvre.JPEG", "ete-oeuvre.jpeg"),
        ("a.jpg.exe", "a-jpg.jpg"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
    ],
)
def test_the_name_agrees_with_the_content(name: str, kept: str) -> None:
    assert agreed_name(name, kinds.JPEG) == kept


@given(st.text(max_size=300))
def test_every_name_is_fit_for_an_address(name: str) -> None:
    made = agreed_name(name, kinds.PNG)
    assert made.isascii()
    assert len(made) <= 90
    assert made.endswith(".png")
    assert "/" not in made
    assert not made.startswith(".")


def test_refusals_say_what_the_limit_is() -> None:
    assert "est vide" in refusal(b"", "photo.jpg")
    assert "pèse 2,1 Mo ; la limite est de 2 Mo" in refusal(b"%PDF-" + b"0" * 2_050_000, "cours.pdf")
    noise = samples.picture("PNG") + b"\0" * MEGABYTE
    assert "la limite est de 1 Mo pour ce type" in refusal(noise, "photo.png")
    assert "millions de pixels ; la limite est de 0 millions" in refusal(
        samples.picture(size=(400, 300)), "p.jpg"
    )
    assert "est d'un type que le site ne prend pas" in refusal(b"MZ", "jeu.exe").replace("’", "'")
    assert "macros" in refusal(
        samples.named_archive({"[Content_Types].xml": "", "xl/vbaProject.bin": ""}), "b.xlsm"
    )
    assert "abîmée" in refusal(samples.picture("PNG")[:100], "photo.png")


def test_what_is_not_what_its_name_says_is_refused() -> None:
    """A page that calls itself a photo, a photo that calls itself a document, an archive a photo."""
    page = b"<!doctype html><script>alert(1)</script>"
    assert "abîmé" in refusal(page, "photo.jpg")
    assert "n'est pas ce que dit son nom" in refusal(samples.picture(), "cours.pdf").replace("’", "'")
    assert "n'est pas ce que dit son nom" in refusal(samples.named_archive({"a": ""}), "a.png").replace(
        "’", "'"
    )
    assert "page.html" in refusal(page, "page.html")
    long = refusal(b"MZ", "x" * 200 + ".exe")
    assert "…" in long
    assert "x" * 70 not in long
