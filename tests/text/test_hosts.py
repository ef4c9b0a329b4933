"""Which address is refused, and in which words."""

import pytest

from lastro.text.escape import url, url_fault
from lastro.text.hosts import verdict, verdict_of_host

ALLOWED = """
1.1.1.1  8.8.8.8  9.255.255.255  11.0.0.0  93.184.215.14  100.63.255.255  100.128.0.0
126.255.255.255  128.0.0.0  169.253.255.255  169.255.0.0  172.15.255.255  172.32.0.0
191.255.255.255  192.0.1.0  192.0.3.0  192.88.98.255  192.88.100.0  192.167.255.255  192.169.0.0
198.17.255.255  198.20.0.0  198.51.99.255  198.51.101.0  203.0.112.255  203.0.114.0
223.255.255.255
2000::1  2001:200::1  2001:4860:4860::8888  2001:db7::1  2001:db9::1  2003::1  2400:cb00::1
2606:4700:4700::1111  2620:0:2d0:200::7  2a00:1450::1  2c0f:fb50::1  3ffe:ffff::1  3fff:1000::1
"""
REFUSED = {
    "0.0.0.0": "an address of no host",  # noqa: S104 - only judged
    "0.255.255.255": "an address of no host",
    "10.0.0.0": "a private address",
    "10.255.255.255": "a private address",
    "100.64.0.0": "an address inside a provider's network",
    "100.127.255.255": "an address inside a provider's network",
    "127.0.0.1": "a loopback address",
    "127.255.255.255": "a loopback address",
    "169.254.0.0": "a link-local address",
    "169.254.169.254": "a link-local address",
    "169.254.255.255": "a link-local address",
    "172.16.0.0": "a private address",
    "172.31.255.255": "a private address",
    "192.0.0.0": "an address kept for protocols",
    "192.0.0.9": "an address kept for protocols",
    "192.0.0.170": "an address kept for protocols",
    "192.0.0.255": "an address kept for protocols",
    "192.0.2.1": "an address for examples",
    "192.88.99.1": "a 6to4 relay",
    "192.168.0.0": "a private address",
    "192.168.255.255": "a private address",
    "198.18.0.0": "an address for benchmarks",
    "198.19.255.255": "an address for benchmarks",
    "198.51.100.1": "an address for examples",
    "203.0.113.1": "an address for examples",
    "224.0.0.1": "a multicast address",
    "239.255.255.255": "a multicast address",
    "240.0.0.1": "a reserved address",
    "255.255.255.255": "a reserved address",
    "::": "an address of no host",
    "::1": "a loopback address",
    "::2": "an address that embeds IPv4",
    "::127.0.0.1": "an address that embeds IPv4",
    "::8.8.8.8": "an address that embeds IPv4",
    "::ffff:127.0.0.1": "an address that embeds IPv4",
    "::ffff:8.8.8.8": "an address that embeds IPv4",
    "::ffff:0:127.0.0.1": "not a public address",
    "64:ff9b::7f00:1": "an address that embeds IPv4",
    "64:ff9b::808:808": "an address that embeds IPv4",
    "64:ff9b:1::a00:1": "an address that embeds IPv4",
    "100::1": "not a public address",
    "1fff:ffff::1": "not a public address",
    "2001::1": "an address kept for protocols",
    "2001:0:7f00:1::": "an address kept for protocols",
    "2001:1::1": "an address kept for protocols",
    "2001:2::1": "an address kept for protocols",
    "2001:20::1": "an address kept for protocols",
    "2001:1ff:ffff::1": "an address kept for protocols",
    "2001:db8::1": "an address for examples",
    "2001:db8:ffff::1": "an address for examples",
    "2002::1": "an address that embeds IPv4",
    "2002:7f00:1::1": "an address that embeds IPv4",
    "2002:a00:1::1": "an address that embeds IPv4",
    "3fff::1": "an address for examples",
    "3fff:fff:ffff::1": "an address for examples",
    "4000::1": "not a public address",
    "5f00::1": "not a public address",
    "8000::1": "not a public address",
    "fc00::1": "a private address",
    "fd12:3456:789a::1": "a private address",
    "fe80::1": "a link-local address",
    "fe80::1%eth0": "bound to an interface",
    "2606:4700::1%eth0": "bound to an interface",
    "febf::1": "a link-local address",
    "fec0::1": "a site-local address",
    "ff02::1": "a multicast address",
    "ff0e::1": "a multicast address",
    "": "no address of the internet",
    "page.example": "no address of the internet",
    "127.1": "no address of the internet",
    "0x7f000001": "no address of the internet",
    "2130706433": "no address of the internet",
    "010.0.0.1": "no address of the internet",
    "[::1]": "no address of the internet",
    "8.8.8.8:80": "no address of the internet",
    "8.8.8.8 ": "no address of the internet",
}


@pytest.mark.parametrize("address", ALLOWED.split())
def test_a_public_address_is_allowed(address: str) -> None:
    assert verdict(address) == ""


@pytest.mark.parametrize(("address", "reason"), REFUSED.items())
def test_an_address_that_is_not_public_is_refused_and_named(address: str, reason: str) -> None:
    assert verdict(address) == reason


def test_the_table_is_as_long_as_the_design_asks() -> None:
    assert len(ALLOWED.split()) + len(REFUSED) >= 80


PRIVATE = """
127.0.0.1 127.1 127.0.1 0x7f.1 0X7F.1 0x7f000001 2130706433 017700000001 0177.0.0.1 0 0.0.0.0 00.0.0.0
10.0.0.7 10.1 172.16.0.1 172.31.255.255 192.168.0.1 192.168.257 169.254.169.254 100.64.0.1 256.1.1.1
1.2.3.4.5 08.8.8.8 a.b.1 a.0x localhost LOCALHOST port.localhost printer.local Printer.LOCAL
metadata.google.internal wiki.internal wiki.intranet nas.lan router.home wiki.corp db.private
box.localdomain expyuzz4wqqyqhjn.onion home.arpa nas.home.arpa port.invalid name.alt
"""
PUBLIC = """
port.example.org page.example port.test example.com local.example.org localhost.example.org
internal.example internal.org onion.com 10.example.org 127.0.0.1.example.org 0x.org home.arpa.org
arpa.org myhome.arpa xn--80ak6aa92e.com 8.8.8.8 93.184.215.14 lan.tv a-b.local-news.co.uk
"""


@pytest.mark.parametrize("host", PRIVATE.split())
def test_a_host_of_one_machine_or_network_is_no_address(host: str) -> None:
    assert verdict_of_host(host) != ""
    assert url(f"http://{host}/log") is None
    assert url(f"https://{host}:443/log?a=b") is None


@pytest.mark.parametrize("host", PUBLIC.split())
def test_a_host_of_the_open_web_is_an_address(host: str) -> None:
    assert verdict_of_host(host) == ""
    assert url(f"https://{host}/log") == f"https://{host}/log"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://127.0.0.1/", "leads to a loopback address"),
        ("http://127.1/", "leads to no address of the internet"),
        ("http://10.0.0.7:8080/", "leads to a private address"),
        ("http://[::1]/", "leads to a loopback address"),
        ("http://[fc00::1]/", "leads to a private address"),
        ("http://[::ffff:10.0.0.1]/", "leads to an address that embeds IPv4"),
        ("http://[64:ff9b::a00:1]/", "leads to an address that embeds IPv4"),
        ("http://wiki.internal./", "leads to no public host"),
        ("http://localhost./", "leads to no public host"),
        ("http://127\uff0e0\uff0e0\uff0e1/", "leads to a loopback address"),
        ("http://127\u30020\u30020\u30021/", "leads to a loopback address"),
        ("http://\uff11\uff12\uff17.0.0.1/", "leads to a loopback address"),
        ("http://%31%32%37.0.0.1/", "leads to no address of the internet"),
        ("http://[2606:4700::1111]/", "is no address of a public host"),
        ("http://[::1/", "is no address of a web page"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(address: str, fault: str) -> None:
    assert (url(address), url_fault(address)) == (None, fault)
