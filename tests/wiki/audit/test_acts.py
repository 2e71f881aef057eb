"""How the details of an act are read."""

import pytest
from flask import Flask

from wiki.audit.acts import detail


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_detail_is_told_as_people_say_it(app: Flask, subtests: pytest.Subtests) -> None:
    for value, read in (
        ("Validée en réunion", "Validée en réunion"),
        ("referents", "personnes référentes"),
        ([1, 2], "[1, 2]"),
        ({"après": True}, '{"après": true}'),
        ("2026-11-27T02:29:53.061721+00:00", "27 novembre 2026, 03:29"),
    ):
        with subtests.test(read), app.app_context():
            assert detail(value).startswith(read)
