"""Networks as people write them. Pure."""

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
WIDEST = {4: 16, 6: 32}
"""The shortest prefix that may be blocked: a wider range would be half a country."""


_MAPPED = 96
"""The length of the prefix behind which IPv6 holds IPv4 (RFC 4291, 2.5.5.2)."""


class TooWide(ValueError):
    """The range holds more addresses than anybody should block."""


def network_of(text: str) -> Network:
    """An address (`192.0.2.7`) or a range (`192.0.2.0/24`, `2001:db8::/48`).

    Raises:
        TooWide: its prefix is shorter than `WIDEST` allows.
        ValueError: it is neither.
    """
    network = _plain(ip_network(text.strip(), strict=False))
    if network.prefixlen < WIDEST[network.version]:
        raise TooWide(text)
    return network


def holds(network: Network, address: str) -> bool:
    """Whether an address lies in a network; an IPv4 address written as an IPv6 one counts as what it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.version == network.version and found in network


def _plain(network: Network) -> Network:
    """A network of IPv4 addresses written as IPv6 ones, as what it is."""
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    if mapped is None or network.prefixlen < _MAPPED:
        return network
    return IPv4Network((mapped, network.prefixlen - _MAPPED))
