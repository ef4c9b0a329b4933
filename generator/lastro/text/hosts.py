"""Which hosts of the internet a record may name and a capture may reach. Pure: no packet is sent.

A record is written by a stranger and names the address to fetch; without a rule it could make an editor's
machine knock at a router or a cloud's metadata. The rule is an allow-list, as a deny-list forgets forms.
Sources: the IANA special-purpose address registries; docs/handbook/explanation/security.md.
"""

import json
from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network
from pathlib import Path

_PUBLIC_V6 = IPv6Network("2000::/3")
_REFUSED = json.loads(Path(__file__).with_suffix(".json").read_bytes())
_NOT_PUBLIC = {str(why): [*map(ip_network, of)] for why, of in _REFUSED["blocks"].items()}
"""Blocks of addresses by the reason that keeps us from them; the first reason is told."""
_NOT_PUBLIC_NAMES = frozenset(_REFUSED["names"])
"""Last labels that the public DNS does not know, or may not: RFC 6761, 6762, 7686, 9476, ICANN."""


def verdict_of_host(host: str) -> str:
    """Say why a host is refused before it is looked up, as `verdict` does; empty when it may be.

    A host whose last label is a number is an address to browsers, however it is spelled: 127.1 and
    0x7f.1 too, so what is not written in full is refused.
    """
    host = host.lower()
    last = host.rpartition(".")[2]
    if ":" in host or last.isdigit() or last.startswith("0x"):
        return verdict(host)
    if last in _NOT_PUBLIC_NAMES or f".{host}".endswith(".home.arpa"):
        return "no public host"
    return ""


def verdict(address: str) -> str:
    """Say why an address is refused, in words that follow "which is"; empty when it is allowed.

    `address` is written as a resolver answers: digits, no brackets, no name. Text that is no
    address is refused too, and so is an IPv6 address that names an interface.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return "no address of the internet"
    if not isinstance(found, IPv4Address) and found.scope_id is not None:
        return "bound to an interface"
    for reason, blocks in _NOT_PUBLIC.items():
        if any(found in block for block in blocks):
            return reason
    # the first knows what the registry gains after our list; all that is allowed of IPv6 is one block
    is_public = found.is_global if isinstance(found, IPv4Address) else found in _PUBLIC_V6
    return "" if is_public else "not a public address"
