"""The store that an installation chose."""

from wiki.attachments.store.addresses import read_bucket
from wiki.attachments.store.base import Store
from wiki.attachments.store.folder import FolderStore
from wiki.attachments.store.s3 import S3Store
from wiki.config import Settings


def open_store(settings: Settings) -> Store:
    """A folder of the data directory, or the bucket of the settings; nothing is made or asked yet."""
    if not settings.files_url:
        return FolderStore(settings.data_dir.resolve() / "files")
    return S3Store(read_bucket(settings.files_url), settings.files_key, settings.files_secret)
