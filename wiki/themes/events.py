"""What is told about themes after the commit, so that what was worked out from them is made again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ThemeRenamed:
    """A theme has another name and address; its old ones still lead to it."""

    theme_id: int


@dataclass(frozen=True)
class ThemesMerged:
    """The pages of `merged_id` are now pages of `theme_id`."""

    theme_id: int
    merged_id: int
