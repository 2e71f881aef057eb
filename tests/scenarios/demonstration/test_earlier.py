"""How an earlier version is told as what it lacked."""

import pytest

from scenarios.demonstration.earlier import earlier_text

TEXT = """# Titre

Début.

## Une

Un.

### Dedans

```
## Une
# pas un titre
```

~~~~
```
# non plus
~~~
~~~~

## Deux

Deux.
"""


def test_a_section_goes_with_what_stands_under_it() -> None:
    assert earlier_text(TEXT, ["## Une"], []) == "# Titre\n\nDébut.\n\n## Deux\n\nDeux.\n"


def test_a_section_ends_at_a_heading_of_its_own_level() -> None:
    assert earlier_text("## A\n\na\n\n## B\n\nb\n", ["## A"], []) == "## B\n\nb\n"


def test_the_last_section_goes_to_the_end() -> None:
    assert earlier_text(TEXT, ["## Deux"], []).endswith("~~~~\n")


def test_sentences_are_put_back_after_sections_are_cut() -> None:
    text = "## A\n\nmot\n\n## B\n\nmot\n"

    assert earlier_text(text, ["## A"], [["mot", "ancien mot"]]) == "## B\n\nancien mot\n"


@pytest.mark.parametrize(
    ("remove", "replace"),
    [(["## Trois"], []), (["# pas un titre"], []), ([], [["absent", ""]]), ([], [["Un", "deux fois là"]])],
)
def test_what_is_not_there_exactly_once_is_refused(remove: list[str], replace: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="not once"):
        earlier_text(TEXT.replace("Début.", "Un début. Un."), remove, replace)
