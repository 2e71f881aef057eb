"""What the front-end build left for the pages: hashed addresses of styles, modules, icons and font.

`npm run build` writes `wiki/static/dist/manifest.json`, which maps the name used in templates (`main.css`)
to the name of the file that holds these very bytes (`main.3f2a91c0.css`), which browsers may keep for ever.
"""

import json
from pathlib import Path
from typing import Final

from flask import Flask

from wiki.resources import static_folder
from wiki.web.clock import exact_time, relative_time
from wiki.web.relief import contour_lines

DIST: Final = static_folder() / "dist"
ADDRESS: Final = "/static/dist/"


class AssetsNotBuiltError(RuntimeError):
    """The front-end build has not run, or does not know an asset that a template asks for."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"{missing} is missing: run `npm ci && npm run build` at the root of the project")


class Assets:
    """Addresses of built files, read from the manifest once (again after each build in debug mode)."""

    def __init__(self, folder: Path = DIST, *, watch: bool = False) -> None:
        self._manifest = folder / "manifest.json"
        self._watch = watch
        self._read_at = 0
        self._names: dict[str, str] = {}

    def address(self, name: str) -> str:
        """The address of a built file by its plain name; raises AssetsNotBuiltError when there is none."""
        if not self._names or self._watch:
            self._refresh()
        try:
            return ADDRESS + self._names[name]
        except KeyError:
            raise AssetsNotBuiltError(name) from None

    def sprite(self, icon: str) -> str:
        """The address of one icon inside the sprite."""
        return f"{self.address('sprite.svg')}#{icon}"

    def _refresh(self) -> None:
        try:
            written_at = self._manifest.stat().st_mtime_ns
        except FileNotFoundError:
            raise AssetsNotBuiltError(str(self._manifest)) from None
        if written_at != self._read_at:
            self._names = json.loads(self._manifest.read_text(encoding="utf-8"))
            self._read_at = written_at


def init_app(app: Flask) -> None:
    """Give templates `asset`, `sprite`, `contour_lines`, `relative_time` and `exact_time`."""
    assets = Assets(watch=app.debug)
    app.extensions["assets"] = assets
    app.jinja_env.globals.update(
        asset=assets.address,
        sprite=assets.sprite,
        contour_lines=contour_lines,
        relative_time=relative_time,
        exact_time=exact_time,
    )
