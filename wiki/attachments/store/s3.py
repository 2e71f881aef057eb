"""Blobs in a bucket of object storage that speaks S3, from whatever maker."""

import io
from collections.abc import Iterator
from typing import IO, Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from wiki.attachments.store.addresses import BucketAddress
from wiki.attachments.store.base import HASH, Kept, Missing, checked

_ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
PIECE = 8 * 1024 * 1024
"""Bytes sent at a time, one after the other: a server of ours has little memory."""
_CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"max_attempts": 3, "mode": "standard"},
    # Checksums that only some makers know are sent where the operation asks for them, not everywhere.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class S3Store:
    """Blobs as objects `prefix/ab/cd/abcd…` of a bucket.

    Args:
        address: where.
        key, secret: credentials; where they are empty, the usual places are looked at (environment, profile, role).
    """

    def __init__(self, address: BucketAddress, key: str = "", secret: str = "") -> None:
        self._bucket, self._prefix = address.bucket, f"{address.prefix}/" if address.prefix else ""
        self._client, self._transfer = _client(address, key, secret)

    def put(self, name: str, source: IO[bytes]) -> None:
        """See `Store.put`: an object appears when all of it has arrived."""
        if not self.has(name):
            with _faults():
                self._client.upload_fileobj(
                    _Unclosed(source), self._bucket, self._key(name), Config=self._transfer
                )

    def open(self, name: str) -> IO[bytes]:
        """See `Store.open`."""
        return io.BufferedReader(
            _Object(self._client, self._bucket, self._key(name), self._size(name)), 65536
        )

    def has(self, name: str) -> bool:
        """See `Store.has`."""
        try:
            self._size(name)
        except Missing:
            return False
        return True

    def remove(self, name: str) -> None:
        """See `Store.remove`."""
        with _faults():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(name))

    def listing(self) -> Iterator[Kept]:
        """See `Store.listing`."""
        with _faults():
            for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            ):
                for found in page.get("Contents", ()):
                    name = found["Key"].rpartition("/")[2]
                    if HASH.fullmatch(name):
                        yield Kept(name, found["Size"], found["LastModified"])

    def _size(self, name: str) -> int:
        with _faults():
            return int(self._client.head_object(Bucket=self._bucket, Key=self._key(name))["ContentLength"])

    def _key(self, name: str) -> str:
        checked(name)
        return f"{self._prefix}{name[:2]}/{name[2:4]}/{name}"


class _faults:  # noqa: N801  # read as a statement: `with _faults():`
    """Faults of the client, told as the store promises them."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ClientError) and error.response.get("Error", {}).get("Code") in _ABSENT:
            raise Missing from error
        if isinstance(error, (ClientError, BotoCoreError)):
            raise OSError(f"the object storage refused or cannot be reached: {error}") from error


class _Unclosed(io.RawIOBase):
    """What is being uploaded belongs to the caller, though the client closes what it has read."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._source.read(size)


class _Object(io.RawIOBase):
    """An object read from any place: a seek costs nothing, the next reading asks for the rest from there."""

    def __init__(self, client: Any, bucket: str, key: str, size: int) -> None:
        super().__init__()
        self._client = client
        self._bucket, self._object_key, self._size = bucket, key, size
        self._position = 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        position = max(0, start + offset)
        if position != self._position:
            self._let_go()
            self._position = position
        return self._position

    def readinto(self, buffer: Any) -> int:
        if self._position >= self._size:
            return 0
        with _faults():
            if self._body is None:
                self._body = self._client.get_object(
                    Bucket=self._bucket, Key=self._object_key, Range=f"bytes={self._position}-"
                )["Body"]
            data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


def _client(address: BucketAddress, key: str, secret: str) -> tuple[Any, Any]:
    """A client, and how it sends: loaded where a bucket is chosen, since that takes a quarter of a second."""
    from boto3.s3.transfer import TransferConfig  # noqa: PLC0415  # see above
    from boto3.session import Session  # noqa: PLC0415  # see above

    client = Session().client(
        "s3",
        endpoint_url=address.endpoint or None,
        region_name=address.region or None,
        aws_access_key_id=key or None,
        aws_secret_access_key=secret or None,
        config=_CONFIG,
    )
    return client, TransferConfig(multipart_threshold=PIECE, multipart_chunksize=PIECE, use_threads=False)
