"""Where the folders lie that are not Python: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """Folder of the Jinja templates."""
    return _inside_or_beside("templates")


def migrations_folder() -> Path:
    """Folder of the Alembic migrations."""
    return _inside_or_beside("migrations")


def static_folder() -> Path:
    """Folder of what is served as it is; built assets are in its ``dist``."""
    return PACKAGE / "static"


def translations_folder() -> Path:
    """Folder of the gettext catalogues."""
    return PACKAGE / "translations"


def _inside_or_beside(name: str) -> Path:
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name
