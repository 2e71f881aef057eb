"""Markdown in, HTML out. A new case is three lines of text in `cases/`: title, source, expected HTML."""

from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from wiki.rendering.document import read

CASES = [
    pytest.param(source, expected, id=f"{path.stem}: {title}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.md"))
    for _, title, source, expected in read_fixture_file(path)
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_case(source: str, expected: str) -> None:
    # The files are written with plain spaces, which is what people can see and type.
    html = read(source, home="trappes").html({"trappes/existe"}).html.replace("\u202f", " ")
    assert html.rstrip("\n") == expected.rstrip("\n")
