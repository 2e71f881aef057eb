"""`territoire files`: look after the store."""

import sys
from collections.abc import Iterator

import click
from flask.cli import AppGroup
from sqlalchemy import select

from wiki.attachments import blobs, tasks
from wiki.attachments.models import Blob
from wiki.attachments.shelf import shelf
from wiki.db import now, read_session

files = AppGroup("files", help="Look after the store of files.")
_SHOWN = 20


@files.command()
def check() -> None:
    """Compare the store with the database; ends with 1 when bytes are missing that the database names."""
    known = {row.hash: row.size for row in read_session().execute(select(Blob.hash, Blob.size))}
    kept = {found.hash: found for found in shelf().store.listing()}
    missing = [name for name, size in known.items() if name not in kept or kept[name].size != size]
    strangers = [
        name for name, found in kept.items() if name not in known and found.since < now() - blobs.GRACE
    ]
    click.echo(f"{len(known)} blobs known, {len(kept)} kept.")
    _tell("missing or cut short", missing)
    _tell("kept and not known (remove them with: territoire files clean)", strangers)
    if missing:
        sys.exit(1)


@files.command()
def clean() -> None:
    """Remove what nothing has named for a day, and bytes that the database does not know."""
    done = tasks.clean_up(now() - blobs.GRACE)
    strangers = list(_strangers())
    for name in strangers:
        shelf().store.remove(name)
    click.echo(f"{done} blobs let go, {len(strangers)} unknown ones removed.")


def _strangers() -> Iterator[str]:
    """What lies in the store for more than a day though the database does not know it, after a restored backup."""
    known = set(read_session().scalars(select(Blob.hash)))
    for found in shelf().store.listing():
        if found.hash not in known and found.since < now() - blobs.GRACE:
            yield found.hash


def _tell(what: str, names: list[str]) -> None:
    if names:
        click.echo(f"{len(names)} {what}:")
        for name in names[:_SHOWN]:
            click.echo(f"  {name}")
