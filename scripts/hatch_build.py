"""What building a wheel needs beyond packages: dependencies from their list, assets, folders moved in.

A checkout keeps ``templates/`` and ``migrations/`` at its top; a wheel carries them inside ``wiki`` where
:mod:`wiki.resources` finds them. Assets and compiled translations are built, not committed, so a wheel
without them would install and then fail on its first page: building refuses instead.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

MOVED_INTO_PACKAGE = {"templates": "wiki/templates", "migrations": "wiki/migrations"}


class RequirementsHook(MetadataHookInterface):
    """Dependencies of the project are the lines of requirements/run.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = Path(self.root, "requirements", "run.in").read_text(encoding="utf-8").splitlines()
        names = (line.partition("#")[0].strip() for line in lines)
        metadata["dependencies"] = [name for name in names if name]


class WheelContentsHook(BuildHookInterface[Any]):
    """Checks what has to be built first, then puts the top-level folders into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        refuse_without_assets(root)
        refuse_without_translations(root)
        build_data["force_include"].update(
            {str(root / folder): inside for folder, inside in MOVED_INTO_PACKAGE.items()}
        )


def refuse_without_assets(root: Path) -> None:
    """Raise SystemExit with what to do when the front end is not built."""
    manifest = root / "wiki" / "static" / "dist" / "manifest.json"
    if not manifest.exists():
        raise SystemExit(f"No built assets in {manifest.parent}. Run 'make assets' first.")


def refuse_without_translations(root: Path) -> None:
    """Raise SystemExit naming the catalogues that are not compiled."""
    catalogues = (root / "wiki" / "translations").glob("**/*.po")
    missing = [str(po.relative_to(root)) for po in sorted(catalogues) if not po.with_suffix(".mo").exists()]
    if missing:
        raise SystemExit(f"Translations not compiled: {', '.join(missing)}. Run 'make translations' first.")
