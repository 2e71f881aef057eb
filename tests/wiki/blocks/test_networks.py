"""Networks as people write them."""

from ipaddress import IPv4Address, IPv6Address

import hypothesis.strategies as st
import pytest
from hypothesis import given

from wiki.blocks.networks import TooWide, holds, network_of


@pytest.mark.parametrize(
    ("typed", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        (" 192.0.2.7/24 ", "192.0.2.0/24"),
        ("2001:DB8::1/48", "2001:db8::/48"),
        ("::ffff:192.0.2.7/120", "192.0.2.0/24"),
    ],
)
def test_what_people_write(typed: str, network: str) -> None:
    assert str(network_of(typed)) == network


@pytest.mark.parametrize("typed", ["0.0.0.0/0", "10.0.0.0/8", "2001:db8::/16"])
def test_a_range_as_wide_as_a_country(typed: str) -> None:
    with pytest.raises(TooWide):
        network_of(typed)


@pytest.mark.parametrize("typed", ["", "nina", "192.0.2", "192.0.2.0/33", "::/129"])
def test_what_is_no_network(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        network_of(typed)


@given(st.ip_addresses(v=4), st.integers(16, 32))
def test_a_network_holds_the_address_it_was_made_from(address: IPv4Address, prefix: int) -> None:
    network = network_of(f"{address}/{prefix}")

    assert holds(network, str(address))
    assert holds(network, f"::ffff:{address}")
    assert not holds(network, "2001:db8::1")


@given(st.ip_addresses(v=6), st.ip_addresses(v=6))
def test_another_address_is_not_held(address: IPv6Address, other: IPv6Address) -> None:
    assert holds(network_of(f"{address}/128"), str(other)) == (address == other)


@pytest.mark.parametrize("address", ["", "unix:"])
def test_where_nobody_knows_the_address(address: str) -> None:
    assert not holds(network_of("192.0.2.0/24"), address)
