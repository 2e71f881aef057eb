"""Tables for spreadsheets: numbers stay numbers, and no text becomes a formula."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from odfdo import Document

from wiki.web.spreadsheets import Sheet, as_csv, as_ods, download, plain_cell

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SIGNS = "=+-@＝＋－＠﹢﹣﹦﹫"
BEFORE = " \t\r\n\v\f\x00\x1b\u00a0\u2003\u200b\u200e\u2028\u3000\ufeff"
texts = st.text(st.characters(codec="utf-8"))
dangerous = st.builds(
    lambda before, sign, rest: before + sign + rest,
    st.text(BEFORE, max_size=4),
    st.sampled_from(SIGNS),
    texts,
)
values = st.one_of(texts, dangerous, st.integers(-(10**12), 10**12), st.none(), st.dates())


@given(dangerous)
def test_what_a_spreadsheet_would_reckon_begins_with_an_apostrophe(text: str) -> None:
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx"])
def test_so_does_what_would_break_out_of_its_cell(text: str) -> None:
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", " ", "ruche", "2+2", "éco-rénovation", "l'été", "1 = 1", "12"])
def test_other_text_stands_as_it_is(text: str) -> None:
    assert plain_cell(text) == text


@given(st.lists(st.lists(values, min_size=3, max_size=3), max_size=5))
def test_a_csv_reads_back_and_no_cell_begins_a_formula(rows: list[list[str | int | date | None]]) -> None:
    written = as_csv(Sheet("Nombres", ("a", "=b", "c"), rows))

    read = list(csv.reader(StringIO(written.removeprefix("\ufeff"), newline=""), delimiter=";"))

    assert written.startswith("\ufeff")
    assert read[0] == ["a", "'=b", "c"]
    assert len(read) == len(rows) + 1
    for row, cells in zip(rows, read[1:], strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(value, int):
                assert int(cell) == value
            elif isinstance(value, date):
                assert cell == value.isoformat()
            else:
                assert cell in (value or "", "'" + (value or ""))
                assert plain_cell(cell) in (cell, "'" + cell) and cell.strip()[:1] not in set("=+-@")  # noqa: PT018


def test_a_decimal_number_has_a_comma_in_csv_and_is_a_number_in_ods() -> None:
    sheet = Sheet("Moyennes", ("m",), [(2.5,), (-1,), (None,), (date(2026, 11, 26),)])

    assert as_csv(sheet) == "\ufeffm\r\n2,5\r\n-1\r\n\r\n2026-11-26\r\n".replace("\r\n\r\n", '\r\n""\r\n')
    assert values_in(as_ods([sheet])) == [
        ("string", "m"), ("float", "2.5"), ("float", "-1"), ("", ""), ("date", "2026-11-26"),
    ]  # fmt: skip


def values_in(book: bytes) -> list[tuple[str, str]]:
    """Kind and value of every cell."""
    root = etree.fromstring(ZipFile(BytesIO(book)).read("content.xml"))
    return [
        (
            cell.get(f"{OFFICE}value-type", ""),
            cell.get(f"{OFFICE}value")
            or cell.get(f"{OFFICE}date-value")
            or "".join(map(str, cell.itertext())),
        )
        for cell in root.iter(f"{TABLE}table-cell")
    ]


@settings(max_examples=8)  # a book takes a while to write
@given(st.lists(dangerous | texts, min_size=1, max_size=4))
def test_every_text_of_an_ods_is_a_text_and_nothing_in_it_is_a_formula(texts: list[str]) -> None:
    book = as_ods([Sheet("x", ("Texte",), [(text,) for text in texts])])

    root = etree.fromstring(ZipFile(BytesIO(book)).read("content.xml"))

    cells = list(root.iter(f"{TABLE}table-cell"))
    assert len(cells) == len(texts) + 1
    assert {cell.get(f"{OFFICE}value-type") for cell in cells} == {"string"}
    assert not any(cell.get(f"{TABLE}formula") for cell in cells)


def test_sheets_have_names_that_every_spreadsheet_takes() -> None:
    titles = ["Thèmes [couverts] : oui/non ?", "a" * 50, "a" * 50]
    book = Document(BytesIO(as_ods([Sheet(title, ("x",), []) for title in titles])))

    names = [str(table.name) for table in book.body.tables]

    assert len(set(names)) == 3
    assert all(0 < len(name) <= 31 and not set(name) & set("[]*?:/\\'") for name in names)


def test_a_download_is_a_file_named_after_the_table_and_the_day() -> None:
    answer = download("x", "tableau-national", "csv")

    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="tableau-national-20')
