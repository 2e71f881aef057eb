"""Where a proposal is to be written."""

from scenarios.suggestions.passages import passage_of
from tests.scenarios.adaptation.conftest import CLIMATE


def test_passages_are_found_in_any_spelling_and_nothing_around_them_moves() -> None:
    for place, opening in (("mesurer", "### Activité : Mesurer"), ("PRÉREQUIS", "## Prérequis")):
        passage = passage_of(CLIMATE, place)
        assert passage.text.startswith(opening)
        assert passage.before + passage.text + passage.after == CLIMATE
        assert passage.rewritten(passage.text) == CLIMATE
        assert passage.rewritten("") == passage.before + passage.after
    assert passage_of(CLIMATE, "Nulle part").text == CLIMATE == passage_of(CLIMATE, " ").text
