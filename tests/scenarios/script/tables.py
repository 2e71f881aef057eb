"""Cases of tests as tables of Markdown files."""

from pathlib import Path


def rows(name: str) -> list[tuple[str, ...]]:
    """The cells of each row below the heading."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")]
    return [tuple(cell.strip() for cell in line[1:-1].split("|")) for line in table[2:]]
