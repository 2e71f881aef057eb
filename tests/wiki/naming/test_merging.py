"""Two texts as one."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.naming.merging import merged_text
from wiki.naming.rewriting import Rename
from wiki.rendering.document import read

MERGE = Rename("nantes/b", "trappes/a", "Page B", "Page A")
KEPT = "---\nterritoire: Trappes\nthèmes: [Climat]\ndurée: 30 min\n---\n\n# Page A\n\nUn. [[nantes/b|voir]]\n"
TAKEN = """---
territoire: Nantes
thèmes: [Climat, Citoyenneté]
mots-clés: eau
durée: 45 min
lieu: le parc
---

# Page B

Deux. [[Autre]]

## Étape

Soulignée
---------

```
# Code
```

###### Profonde
"""


def test_heads_are_joined_and_the_other_body_comes_below_its_title() -> None:
    assert (
        merged_text(KEPT, TAKEN, MERGE, home="trappes", taken_home="nantes")
        == """---
territoire: Trappes
thèmes: [Climat, Citoyenneté]
durée: 30 min
mots-clés: [eau]
lieu: le parc
---

# Page A

Un. [[a|voir]]

## Page B

Deux. [[nantes/Autre]]

### Étape

### Soulignée

```
# Code
```

###### Profonde
"""
    )


def test_texts_without_head_or_title() -> None:
    assert merged_text("Un.\n", "Deux.\n", MERGE, home="a", taken_home="a") == "Un.\n\n## Page B\n\nDeux.\n"
    assert merged_text("Un.\n", "# B\n", MERGE, home="a", taken_home="a") == "Un.\n\n## Page B\n"


@given(
    st.lists(
        st.sampled_from(["# T\n", "## S\n", "mot ", "\n\n", "T\n===\n", "```\n", "- x\n", "> # Q\n"])
    ).map("".join)
)
def test_no_word_is_lost(taken: str) -> None:
    kept = "# A\n\nUn.\n"
    both = read(merged_text(kept, taken, MERGE, home="a", taken_home="a"), home="a").plain
    assert read(kept, home="a").plain in both
    words = sorted(read(taken, home="a").plain.split())
    assert [word for word in words if word not in both] == []
