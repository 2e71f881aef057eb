"""The documentation says what is there: an undocumented setting or command, or a dead link, fails here."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from markdown_it import MarkdownIt

from wiki import cli
from wiki.app import create_app
from wiki.config import Settings
from wiki.rendering.slugs import slugify

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGES.md"])
IMAGES_BYTES = 3_000_000
_MAKE = re.compile(r"^(?:[A-Z_]+=\S+ )*make ([a-z][a-z-]*)", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z]+:", re.IGNORECASE)
_PARSER = MarkdownIt("commonmark").enable("table")


def _links(page: Path) -> Iterator[str]:
    """Where a page's links and images lead, outside code."""
    for token in _PARSER.parse(page.read_text(encoding="utf-8")):
        for child in token.children or ():
            address = child.attrs.get("href") or child.attrs.get("src")
            if address:
                yield unquote(str(address))


def _code(page: Path) -> Iterator[str]:
    """What a page shows as code, in the text and in blocks."""
    for token in _PARSER.parse(page.read_text(encoding="utf-8")):
        if token.type in ("fence", "code_block"):
            yield token.content
        yield from (child.content for child in token.children or () if child.type == "code_inline")


def _anchors(page: Path) -> set[str]:
    """The anchors that a page's headings have where the repository is read."""
    tokens = _PARSER.parse(page.read_text(encoding="utf-8"))
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    return {slugify(heading.replace("`", "")) for heading in headings}


def _commands(group: click.Group, name: str) -> Iterator[str]:
    for command in group.commands.values():
        full = f"{name} {command.name}"
        if isinstance(command, click.Group):
            yield from _commands(command, full)
        else:
            yield full


def _leaves(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield from _leaves(command) if isinstance(command, click.Group) else (command,)


@pytest.fixture
def commands(tmp_path: Path) -> list[str]:
    """Every command of the product, as it is typed."""
    app = create_app(Settings(data_dir=tmp_path))
    own = _commands(cli.main, "territoire")
    return [*own, *_commands(app.cli, "territoire")]


def test_every_setting_is_documented() -> None:
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    assert documented == {item.name.upper() for item in fields(Settings)}


@pytest.mark.parametrize("item", fields(Settings), ids=lambda item: item.name)
def test_the_default_of_a_setting_is_the_documented_one(item: object) -> None:
    name, default = item.name.upper(), item.default  # type: ignore[attr-defined]  # dataclasses.Field is generic
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{name}` \| ([^|]*) \|", text, re.MULTILINE)
    shown = {"": "empty", "True": "`yes`", "False": "`no`"}.get(str(default), f"`{default}`")
    assert row is not None
    assert row[1] == shown


def test_every_command_is_documented(commands: list[str]) -> None:
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    missing = [command for command in commands if not re.search(rf"`{command}[` ]", text)]
    assert not missing


def test_no_documented_command_is_imaginary(commands: list[str]) -> None:
    first_words = {command.split()[1] for command in commands}
    named = {
        (page.name, word)
        for page in PAGES
        for code in _code(page)
        for word in re.findall(r"(?<![\w/-])territoire ([a-z-]+)", code)
    }
    assert not {(page, word) for page, word in named if word not in first_words}


def test_every_option_is_documented(tmp_path: Path) -> None:
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    app = create_app(Settings(data_dir=tmp_path))
    options = {
        option
        for command in (*_leaves(cli.main), *_leaves(app.cli))
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert {option for option in options if not re.search(rf"`(?:[a-z]+ )?{option}`", text)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_local_link_leads_somewhere(page: Path) -> None:
    for address in _links(page):
        if _ELSEWHERE.match(address):
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {address}"
        if anchor:
            assert anchor in _anchors(target), f"{page.name}: {address}"


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = {word for page in PAGES for code in _code(page) for word in _MAKE.findall(code)}
    assert not named - targets


def test_every_make_target_of_the_help_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    offered = re.findall(r"echo 'make ([a-z]+)", makefile)
    assert [target for target in offered if f"`make {target}`" not in text] == []


def test_every_decision_is_in_the_index() -> None:
    folder = DOCS / "explanation" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = [page.name for page in sorted(folder.glob("[0-9]*.md"))]
    assert [page for page in pages if f"]({page})" not in index] == []
    numbers = [page[:4] for page in pages]
    assert len(numbers) == len(set(numbers))


def test_every_page_can_be_reached_from_the_contents() -> None:
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        local = (link.partition("#")[0] for link in _links(page) if not _ELSEWHERE.match(link))
        waiting += [(page.parent / path).resolve() for path in local if path]
    assert not set(PAGES) - seen


def test_every_picture_is_used_and_all_are_light() -> None:
    used = {(page.parent / link).resolve() for page in PAGES for link in _links(page) if "images/" in link}
    taken = set((DOCS / "images").iterdir())
    assert taken == used
    assert sum(picture.stat().st_size for picture in taken) < IMAGES_BYTES


def test_the_changes_tell_this_version() -> None:
    version = re.search(
        r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert version is not None
    assert f"\n## {version[1]}" in (ROOT / "CHANGES.md").read_text(encoding="utf-8")
