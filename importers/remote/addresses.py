"""Which machines a source may be on: public ones, unless the settings open the others."""

from __future__ import annotations

import ipaddress
import socket

from importers.errors import SourceError

PORTS = frozenset({80, 443, 8080, 8443})
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IPv6 networks whose addresses stand for an IPv4 address, with the bits by which that is shifted to the left.
CARRIERS = (
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, in the order of the resolver. Whoever connects must connect to one of these.

    Raises SourceError when there is none, or when any of them is not public: a name with mixed addresses is refused.
    """
    if not allow_private and port not in PORTS:
        allowed = ", ".join(map(str, sorted(PORTS)))
        raise SourceError(f"{host}:{port}: only the ports {allowed} are asked; see ASSETREGISTRY_ALLOW_PRIVATE_SOURCES")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceError(f"{host}: no such host, or no connection to the network: check the address") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = [address for address in addresses if not is_public(address)]
    if private and not allow_private:
        raise SourceError(
            f"{host}: is at {private[0]}, which is not public: refused; "
            "ASSETREGISTRY_ALLOW_PRIVATE_SOURCES=true allows it"
        )
    return addresses


def is_public(text: str) -> bool:
    """Whether an address is one of the open internet: not of this machine, its network, a provider or a test range."""
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:  # such as fe80::1%eth0
        return False
    carried = _carried(address)
    if carried is not None:
        return is_public(str(carried))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    for network, shift in CARRIERS:
        if address in network:
            return ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    return None
