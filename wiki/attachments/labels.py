"""What kinds and sizes of files are called on pages."""

from flask_babel import gettext as _

from wiki.attachments.media.kinds import Family
from wiki.attachments.media.receiving import MEGABYTE, megabytes
from wiki.attachments.models import FileVersion

ICONS = {
    Family.IMAGE: "image",
    Family.SOUND: "music-note-beamed",
    Family.FILM: "film",
    Family.DOCUMENT: "file-earmark-text",
    Family.ARCHIVE: "file-earmark-zip",
}


def file_size(size: int) -> str:
    """A size as people say it."""
    if size < MEGABYTE:
        return str(_("%(size)s Ko", size=max(1, -(-size // 1000))))
    return str(_("%(size)s Mo", size=megabytes(size)))


def file_facts(version: FileVersion) -> str:
    """Kind, size and pixels on one line."""
    facts = [family_name(version.kind.family), version.kind.extension.upper(), file_size(version.size)]
    if version.width and version.height:
        facts.append(_("%(width)s × %(height)s pixels", width=version.width, height=version.height))
    return " · ".join(facts)


def file_icon(version: FileVersion) -> str:
    """The icon of a kind of file."""
    return ICONS[version.kind.family]


def family_name(family: Family) -> str:
    """What a family of files is called."""
    names = {
        Family.IMAGE: _("Image"),
        Family.SOUND: _("Son"),
        Family.FILM: _("Vidéo"),
        Family.DOCUMENT: _("Document"),
        Family.ARCHIVE: _("Archive"),
    }
    return str(names[family])
