"""Pages of real French text, as many as wanted: paragraphs of real pages, recombined by seeded chance.

The paragraphs are those of the demonstration and, where they lie beside the checkout, of documents that real
places have shared (`SHARED_DIR`).
"""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wiki.rendering.document import read
from wiki.rendering.slugs import slugify

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared"))
PRACTICES = SHARED / "data" / "practices"
DEMONSTRATION = ROOT / "scenarios" / "demonstration" / "content"
TEXT_LENGTH = 5_000
_SHORTEST, _LONGEST = 80, 1_500


@dataclass(frozen=True)
class Text:
    """One page to write."""

    territory: str
    slug: str
    kind: str
    text: str

    @property
    def path(self) -> str:
        return f"{self.territory}/{self.slug}"


class Corpus:
    """Paragraphs and titles of real pages, and new pages made of them."""

    def __init__(self, files: Sequence[Path]) -> None:
        texts = [file.read_text(encoding="utf-8") for file in files]
        self.paragraphs = sorted({block for text in texts for block in blocks_of(text)})
        self.titles = sorted({line[3:].strip() for text in texts for line in text.splitlines()
                              if line.startswith("## ")})  # fmt: skip

    def pages(self, count: int, territories: Sequence[str], themes: Sequence[str]) -> Iterator[Text]:
        """The first `count` pages: the same ones in every run, and in every larger run."""
        for number in range(count):
            chance = random.Random(number)
            kind = chance.choice(("scenario", "scenario", "tool", "approach", "enactment", "page"))
            title = f"{shortened(chance.choice(self.paragraphs))} ({number})"
            yield Text(
                territory=territories[number % len(territories)],
                slug=slugify(title)[:60] or f"page-{number}",
                kind=kind,
                text=self._text(chance, title, territories[number % len(territories)], themes),
            )

    def _text(self, chance: random.Random, title: str, territory: str, themes: Sequence[str]) -> str:
        names = ", ".join(chance.sample(list(themes), 2))
        head = (
            f"---\nterritoire: {territory}\nthèmes: [{names}]\nmots-clés: [{chance.choice(('jardin', 'eau'))}]\n"
            "public: Habitantes et habitants dès 8 ans\ndurée: 2 h 30\nlieu: Maison de quartier\n"
            "langue: fr\nlicence: CC-BY-SA-4.0\n---\n\n"
        )
        parts = [f"# {title}"]
        length = 0
        while length < TEXT_LENGTH:
            parts.append(f"## {chance.choice(self.titles)}")
            section = chance.sample(self.paragraphs, 3)
            parts.extend(section)
            length += sum(map(len, section))
        parts.append(f"Voir aussi [[{chance.choice(self.titles)}]] et [[national/charte]].")
        return head + "\n\n".join(parts) + "\n"


def shortened(paragraph: str) -> str:
    """A few words of a paragraph, as a title."""
    words = [word for word in paragraph.split() if word.isalpha()]
    return " ".join(words[:6]).capitalize() or "Page"


def corpus() -> Corpus:
    """Everything real that is at hand."""
    return Corpus(source_files())


def source_files() -> list[Path]:
    """The real documents, in a fixed order."""
    return [*sorted(DEMONSTRATION.glob("*/*.md")), *sorted(PRACTICES.glob("[!S]*.md"))]


def has_practices() -> bool:
    """Whether the real documents lie beside the checkout."""
    return PRACTICES.is_dir()


def blocks_of(text: str) -> Iterator[str]:
    """Blocks that stand alone: prose and lists, without headings, tables, code or HTML."""
    body = text[read(text, home="").head.body_start :]
    for block in body.split("\n\n"):
        block = block.strip()
        if (
            _SHORTEST <= len(block) <= _LONGEST
            and block[0] not in "#|`<:>["
            and "<" not in block
            and "```" not in block
        ):
            yield block
