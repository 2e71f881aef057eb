"""What every store promises, asked of a folder and of a real server of object storage that the test starts."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer

from wiki.attachments.store.addresses import BucketAddress, read_bucket
from wiki.attachments.store.base import Missing, Store
from wiki.attachments.store.folder import FolderStore
from wiki.attachments.store.opening import open_store
from wiki.attachments.store.s3 import PIECE, S3Store
from wiki.config import Settings, SettingsError

BUCKET = "fichiers"
KEYS = ("clef", "secret")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that speaks S3, on this machine alone."""
    running = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(scope="module")
def bucket(server: str) -> BucketAddress:
    address = BucketAddress(BUCKET, "wiki", server, "eu-west-3")
    S3Store(address, *KEYS)._client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    return address


@pytest.fixture(scope="module")
def in_bucket(bucket: BucketAddress) -> S3Store:
    """One client for all tests: making one takes half a second."""
    return S3Store(bucket, *KEYS)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "folder":
        yield FolderStore(tmp_path / "files")
        return
    kept: S3Store = request.getfixturevalue("in_bucket")
    yield kept
    for found in list(kept.listing()):
        kept.remove(found.hash)


def put(store: Store, data: bytes) -> str:
    name = hashlib.sha256(data).hexdigest()
    store.put(name, io.BytesIO(data))
    return name


def test_what_is_put_is_there_until_it_is_removed(store: Store) -> None:
    name = put(store, b"Les eaux")
    assert store.has(name)
    with store.open(name) as file:
        assert file.read() == b"Les eaux"
    [kept] = store.listing()
    assert (kept.hash, kept.size) == (name, 8)
    assert abs(datetime.now(UTC) - kept.since) < timedelta(minutes=1)

    store.remove(name)
    store.remove(name)

    assert not store.has(name)
    assert list(store.listing()) == []
    with pytest.raises(Missing):
        store.open(name)


def test_the_same_is_kept_once(store: Store) -> None:
    name = put(store, b"deux fois")
    assert put(store, b"deux fois") == name
    # What is there is not even read again.
    store.put(name, _Unreadable())
    assert len(list(store.listing())) == 1


class _Unreadable(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("it was there already")


def test_it_is_read_from_any_place(store: Store) -> None:
    name = put(store, bytes(range(256)) * 1000)
    with store.open(name) as file:
        assert file.seekable()
        file.seek(1000)
        assert file.tell() == 1000
        assert file.read(3) == bytes([232, 233, 234])
        file.seek(-2, io.SEEK_END)
        assert file.read() == bytes([254, 255])
        assert file.read(10) == b""
        file.seek(0)
        file.seek(5, io.SEEK_CUR)
        assert file.read(1) == b"\x05"


def test_long_ones_pass_in_pieces(store: Store) -> None:
    length = PIECE + 1_000_000
    source = _Counted(length)
    name = source.name_of_all()
    store.put(name, source)
    assert source.longest <= PIECE
    with store.open(name) as file:
        digest = hashlib.sha256()
        while piece := file.read(65536):
            digest.update(piece)
    assert digest.hexdigest() == name


class _Counted(io.RawIOBase):
    """Bytes without end that notes how many were asked for at once."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.left, self.length, self.longest = length, length, 0

    def name_of_all(self) -> str:
        return hashlib.sha256(b"x" * self.length).hexdigest()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        self.longest = max(self.longest, size)
        self.left -= size
        return b"x" * size


def test_nothing_is_kept_of_what_breaks_off(store: Store) -> None:
    name = hashlib.sha256(b"tout").hexdigest()
    with pytest.raises(OSError, match="coupé"):
        store.put(name, _Broken())
    assert not store.has(name)
    assert list(store.listing()) == []


class _Broken(io.RawIOBase):
    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.asked += 1
        if self.asked > 1:
            raise OSError("coupé")
        return b"a" * 1000


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "a" * 65])
def test_only_hashes_are_names(store: Store, name: str) -> None:
    for act in (store.open, lambda name: store.put(name, io.BytesIO(b"x")), store.remove):
        with pytest.raises(Missing):
            act(name)


def test_strangers_in_the_place_are_not_ours(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    name = put(store, b"a")
    folder = store.root / name[:2] / name[2:4]
    (folder / "LISEZMOI.txt").write_text("x")
    (folder / ".abcd").write_text("x")
    assert [kept.hash for kept in store.listing()] == [name]
    assert store.root.stat().st_mode & 0o077 == 0
    assert list(FolderStore(tmp_path / "nowhere").listing()) == []


def test_a_server_that_is_away_is_an_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    # Trying again waits for seconds, and tells nothing new here.
    monkeypatch.setattr("wiki.attachments.store.s3._CONFIG", Config(retries={"max_attempts": 0}))
    away = S3Store(BucketAddress(BUCKET, "", "http://127.0.0.1:9", "eu-west-3"), *KEYS)
    with pytest.raises(OSError, match="object storage"):
        away.has("a" * 64)


def test_two_sites_share_a_bucket(bucket: BucketAddress, in_bucket: S3Store) -> None:
    other = S3Store(BucketAddress(BUCKET, "autre", bucket.endpoint, bucket.region), *KEYS)
    bare = S3Store(BucketAddress(BUCKET, "", bucket.endpoint, bucket.region), *KEYS)
    name = put(other, b"a")
    assert not in_bucket.has(name)
    assert list(in_bucket.listing()) == []
    assert [kept.hash for kept in bare.listing()] == [name]
    other.remove(name)


def test_the_setting_chooses(tmp_path: Path) -> None:
    folder = open_store(Settings(data_dir=tmp_path))
    assert isinstance(folder, FolderStore)
    assert folder.root == tmp_path / "files"
    settings = Settings.from_environment(
        {
            "FILES_URL": "s3://seau/un/deux?endpoint=http://127.0.0.1:9&region=fr",
            "FILES_KEY": "a",
            "FILES_SECRET": "b",
        }
    )
    assert isinstance(open_store(settings), S3Store)
    assert read_bucket(settings.files_url) == BucketAddress("seau", "un/deux", "http://127.0.0.1:9", "fr")
    assert read_bucket("s3://seau") == BucketAddress("seau")


@pytest.mark.parametrize(
    "text",
    ["s3://", "https://seau/x", "s3://a:b@seau/x", "s3://seau?autre=1", "s3://seau?endpoint=ftp://x", "seau"],
)
def test_addresses_that_name_no_bucket_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        read_bucket(text)
    with pytest.raises(SettingsError, match="FILES_URL"):
        Settings.from_environment({"FILES_URL": text})


def _types(store: Any, file: IO[bytes]) -> None:
    """Both are stores to the checker, too."""
    kept: Store = FolderStore(Path())
    kept = S3Store(BucketAddress("x"))
    kept.put("", file)
