"""Which network addresses a call may go to: what the whole Internet reaches, nothing of the house."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from wiki.outgoing.errors import Refused

# What `is_global` lets through or judges differently from one version of Python to the next:
# https://www.iana.org/assignments/iana-ipv4-special-registry
_CLOSED_IPV4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        # Answers machines of a cloud about themselves, though it looks public.
        "168.63.129.16/32",
    )
)  # fmt: skip

# Of IPv6 only global unicast is open, without what carries an IPv4 address inside (Teredo, 6to4) or is for
# documents: https://www.iana.org/assignments/iana-ipv6-special-registry. Mapped addresses and NAT64 lie outside.
_OPEN_IPV6 = IPv6Network("2000::/3")
_CLOSED_IPV6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def is_public(text: str) -> bool:
    """Whether an address, as a resolver gives it, is one that anybody on the Internet may call."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_IPV4)
    return _is_public_ipv6(address)


def _is_public_ipv6(address: IPv6Address) -> bool:
    return address in _OPEN_IPV6 and not any(address in network for network in _CLOSED_IPV6)


def check_public(texts: list[str]) -> None:
    """Refuse a name if any of its addresses is not public: which one is called must not be a matter of luck.

    Raises:
        Refused: there is such an address.
    """
    if not all(is_public(text) for text in texts):
        raise Refused("this name leads to an address that is not public")
