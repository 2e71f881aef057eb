"""The words of documents, read in a process of its own that gives up in time."""

import sys
import tempfile
import zipfile
from io import BytesIO

import pytest

from tests.wiki.attachments import samples
from wiki.attachments.extracting import reader
from wiki.attachments.extracting.limits import MOST_TEXT
from wiki.attachments.extracting.service import words_of
from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Kind

OFFICE = "http://schemas.openxmlformats.org/"


def said(data: bytes, kind: Kind) -> str:
    return "".join(reader.words(data, kind.media_type))


def test_a_process_of_its_own_reads() -> None:
    for data, kind in ((samples.pdf("Les eaux"), kinds.PDF), (samples.odt("Les eaux"), kinds.ODT)):
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.seek(0)
            assert "Les eaux" in words_of(file, kind.media_type)


def test_a_document_that_cannot_be_read_has_no_words() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"%PDF-1.4 puis rien")
        file.seek(0)
        assert words_of(file, kinds.PDF.media_type) == ""


def test_a_process_that_takes_too_long_is_given_up() -> None:
    sleeping = (sys.executable, "-c", "import time; time.sleep(60)")
    with tempfile.TemporaryFile() as file:
        assert words_of(file, "text/plain", command=sleeping, seconds=0.2) == ""


def test_what_each_format_says() -> None:
    assert said(samples.pdf("Le jardin"), kinds.PDF).strip() == "Le jardin"
    assert said(samples.odt("Été &amp; ombre"), kinds.ODT) == "Un titre\nÉté & ombre\n"
    assert said(samples.docx("Bonjour"), kinds.DOCX) == "Bonjour\n"
    assert said("Été".encode(), kinds.TXT) == "Été"


def test_tables_and_slides() -> None:
    strings = f'<sst xmlns="{OFFICE}spreadsheetml/2006/main"><si><t>Arbre</t></si><si><t>Banc</t></si></sst>'
    cells = "<c><v>0</v></c><c><is><t>Cour</t></is></c>"
    sheet = f'<worksheet xmlns="{OFFICE}spreadsheetml/2006/main">{cells}</worksheet>'
    book = samples.named_archive(
        {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet, "xl/x.bin": b""}
    )
    assert said(book, kinds.XLSX).split() == ["Arbre", "Banc", "Cour"]
    slides = {
        f"ppt/slides/slide{number}.xml": f'<p xmlns:a="{OFFICE}"><a:p><a:t>Vue {number}</a:t></a:p></p>'
        for number in (10, 2, 1)
    }
    assert said(samples.named_archive(slides), kinds.PPTX).split() == ["Vue", "1", "Vue", "2", "Vue", "10"]


def test_what_was_deleted_is_not_said() -> None:
    space = f"{OFFICE}wordprocessingml/2006/main"
    deleted = "<w:del><w:delText>secret</w:delText></w:del>"
    text = f'<w:p xmlns:w="{space}">{deleted}<w:t>dit</w:t><w:tab/><w:t>là</w:t></w:p>'
    assert said(samples.named_archive({"word/document.xml": text}), kinds.DOCX) == "dit là\n"


BOMB = """<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<office:body xmlns:office="o">&c;</office:body>"""
ELSEWHERE = """<!DOCTYPE a SYSTEM "file:///etc/passwd" [<!ENTITY p SYSTEM "file:///etc/passwd">]>
<office:body xmlns:office="o">&p;</office:body>"""


@pytest.mark.parametrize("content", [BOMB, ELSEWHERE])
def test_entities_are_refused(content: str) -> None:
    with pytest.raises(Exception, match="document type"):
        said(samples.named_archive({"content.xml": content}), kinds.ODT)


def test_an_entry_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_UNPACKED", 1000)
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", "<a>" + " " * 1_000_000 + "</a>")
    assert len(written.getvalue()) < 2000
    with pytest.raises(ValueError, match="unpacks to too much"):
        said(written.getvalue(), kinds.ODT)


def test_a_process_has_little_memory_and_says_no_more_than_is_searched() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"mot " * MOST_TEXT)
        file.seek(0)
        assert len(words_of(file, "text/plain")) == MOST_TEXT
    long = "<text:p xmlns:text='t'>" + "mot " * MOST_TEXT + "</text:p>"
    content = f"<o:body xmlns:o='o'>{long * 3}</o:body>"
    assert len(said(samples.named_archive({"content.xml": content}), kinds.ODT)) < 2 * MOST_TEXT * 4
