"""The line of Markdown that shows a file in a text."""

import re

from wiki.attachments.media.kinds import Family
from wiki.attachments.models import File

_MARKS = re.compile(r"([\\\[\]*_`<>])")
_SHOWN = (Family.SOUND, Family.FILM)


def line_for(file: File) -> str:
    """A picture, sound or film in its place, a link to any other file.

    The caption is the title of the picture, which makes it a figure.
    """
    kind = file.current.kind
    if kind.is_picture or kind.family in _SHOWN:
        words = file.alt or (file.name if kind.family in _SHOWN else "")
        title = f' "{_quoted(file.caption)}"' if file.caption and kind.is_picture else ""
        return f"![{_escaped(words)}]({file.url}{title})"
    return f"[{_escaped(file.name)}]({file.url})"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
