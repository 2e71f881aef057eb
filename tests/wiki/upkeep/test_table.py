"""No text becomes a formula in a spreadsheet."""

import pytest

from wiki.web.spreadsheets import plain_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@somme(a1)", "\tx", "\rx", "＝1"])
def test_a_cell_that_begins_like_a_formula_is_text(text: str) -> None:
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["ruche", "éco-rénovation", "2+2", ""])
def test_other_text_stands_as_it_is(text: str) -> None:
    assert plain_cell(text) == text
