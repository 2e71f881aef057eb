"""Addresses of stores, as a setting says them: `s3://bucket/prefix?endpoint=https://…&region=…`."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_KNOWN = frozenset({"endpoint", "region"})


@dataclass(frozen=True)
class BucketAddress:
    """A bucket, and the beginning of the names of our objects in it.

    Attributes:
        endpoint: the server, for another maker's than Amazon.
        region: where the maker asks for one.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""


def read_bucket(text: str) -> BucketAddress:
    """The bucket that an address names.

    Raises:
        ValueError: it names none.
    """
    parts = urlsplit(text)
    asked = parse_qs(parts.query)
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or asked.keys() - _KNOWN:
        raise ValueError("expected s3://BUCKET/PREFIX?endpoint=https://…&region=…")
    endpoint = asked.get("endpoint", [""])[0]
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        raise ValueError("expected an endpoint that begins with https://")
    return BucketAddress(parts.netloc, parts.path.strip("/"), endpoint, asked.get("region", [""])[0])
