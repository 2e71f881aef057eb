"""Folders that are not Python are found beside the package in a checkout."""

from wiki import resources


def test_templates_are_found() -> None:
    assert (resources.templates_folder() / "base.html").is_file()


def test_migrations_are_found() -> None:
    assert (resources.migrations_folder() / "env.py").is_file()


def test_static_files_and_translations_are_in_the_package() -> None:
    assert resources.static_folder() == resources.PACKAGE / "static"
    assert resources.translations_folder() == resources.PACKAGE / "translations"
