"""Built assets: addresses from the manifest, a budget for the first visit, and icons that exist."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, render_template_string

from wiki.resources import templates_folder
from wiki.web import assets
from wiki.web.assets import ADDRESS, DIST, Assets, AssetsNotBuiltError
from wiki.web.headers import POLICY

FIRST_VISIT = ("main.css", "main.js", "theme.js", "sprite.svg", "patterns.svg", "favicon.svg", "font.woff2")
BUDGET_WITHOUT_HTML = 88_000
ICON_CALL = re.compile(
    r"""(?:sprite|icon|_mark|_icon)\(\s*["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']"""
)


def write_manifest(folder: Path, **names: str) -> None:
    (folder / "manifest.json").write_text(json.dumps(names), encoding="utf-8")


def wire_size(name: str) -> int:
    built = DIST / Assets().address(name).removeprefix(ADDRESS)
    packed = built.with_name(f"{built.name}.br")
    return (packed if packed.exists() else built).stat().st_size


def test_address_holds_the_hash_of_the_build(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"main.css": "main.abc.css"}', encoding="utf-8")
    assert Assets(tmp_path).address("main.css") == "/static/dist/main.abc.css"


def test_icon_is_a_part_of_the_sprite(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"sprite.svg": "sprite.abc.svg"}', encoding="utf-8")
    assert Assets(tmp_path).sprite("tree") == "/static/dist/sprite.abc.svg#tree"


def test_without_a_build_the_error_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(AssetsNotBuiltError, match="npm run build"):
        Assets(tmp_path).address("main.css")


def test_an_unknown_asset_is_named(tmp_path: Path) -> None:
    write_manifest(tmp_path, main="main.abc.css")
    with pytest.raises(AssetsNotBuiltError, match=r"other\.css"):
        Assets(tmp_path).address("other.css")


def test_a_new_build_is_seen_only_when_watching(tmp_path: Path) -> None:
    write_manifest(tmp_path, style="old")
    steady, watching = Assets(tmp_path), Assets(tmp_path, watch=True)
    assert [steady.address("style"), watching.address("style")] == [f"{ADDRESS}old"] * 2
    (tmp_path / "manifest.json").unlink()
    write_manifest(tmp_path, style="new")
    assert steady.address("style") == f"{ADDRESS}old"
    assert watching.address("style") == f"{ADDRESS}new"


def test_templates_can_ask_for_assets() -> None:
    app = Flask(__name__)
    assets.init_app(app)
    with app.app_context():
        page = render_template_string(
            "{{ asset('main.css') }} {{ sprite('tree') }} {{ contour_lines('caen') }}"
        )
    assert page.startswith("/static/dist/main.")
    assert "#tree <svg" in page


@pytest.mark.parametrize("name", [name for name in FIRST_VISIT if not name.endswith(".woff2")])
def test_packed_forms_hold_the_same_bytes(name: str) -> None:
    built = DIST / Assets().address(name).removeprefix(ADDRESS)
    plain = built.read_bytes()
    assert brotli.decompress(built.with_name(f"{built.name}.br").read_bytes()) == plain
    assert gzip.decompress(built.with_name(f"{built.name}.gz").read_bytes()) == plain


def test_first_visit_is_light() -> None:
    sizes = {name: wire_size(name) for name in FIRST_VISIT}
    assert sizes["main.css"] <= 25_000
    assert sizes["main.js"] <= 5_000
    assert sum(sizes.values()) <= BUDGET_WITHOUT_HTML, sizes
    assert len(sizes) + 1 <= 9


def test_styles_ask_for_nothing_a_strict_policy_refuses() -> None:
    style = (DIST / Assets().address("main.css").removeprefix(ADDRESS)).read_text("utf-8")
    # Drawings of a few strokes stand in the style itself, which the policy allows for images.
    assert re.search(r"img-src [^;]*\bdata:", POLICY)
    asked = {
        url
        for url in re.findall(r"url\((\"[^\"]*\"|[^)]*)\)", style)
        if not url.startswith('"data:image/svg+xml,')
    }
    assert {url for url in asked if not url.startswith('"data:image/svg+xml,')} == {
        f'"{Assets().address(name).removeprefix(ADDRESS)}"' for name in ("font.woff2", "patterns.svg")
    }


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (DIST / Assets().address("sprite.svg").removeprefix(ADDRESS)).read_text("utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    asked = {
        (template.name, first or second)
        for template in templates_folder().rglob("*.html")
        for first, second in ICON_CALL.findall(template.read_text("utf-8"))
    }
    assert asked
    assert {(name, icon) for name, icon in asked if icon not in known} == set()
