"""From bytes to text."""

import pytest

from wiki.exchange.decoding import decode

TEXT = "L'été : « œuvre » à 3 €\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (TEXT.encode(), ""),
        (b"\xef\xbb\xbf" + TEXT.encode(), "byte order mark removed (UTF-8)"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "byte order mark removed (UTF-16-LE)"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "byte order mark removed (UTF-16-BE)"),
        (TEXT.encode("cp1252"), "read as Windows-1252"),
        (TEXT.replace("\n", "\r\n").encode(), "line ends changed to LF"),
        (TEXT.replace("\n", "\r").encode(), "line ends changed to LF"),
        (TEXT.replace("é", "e\u0301").encode(), "letters composed (NFC)"),
    ],
)
def test_any_writing_gives_the_same_text_and_is_told(data: bytes, told: str) -> None:
    decoded = decode(data)

    assert decoded.text == TEXT
    assert decoded.notes == ((told,) if told else ())


def test_bytes_that_windows_does_not_know_are_latin() -> None:
    decoded = decode(b"\xe9t\xe9 \x81\n")

    assert decoded.text == "été \x81\n"
    assert decoded.notes == ("read as Latin-1",)


def test_a_damaged_file_shows_its_damage() -> None:
    assert "\ufffd" in decode("été à la mer, déjà ".encode() + b"\xff\n").text
