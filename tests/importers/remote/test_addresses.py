"""What is on this machine or a private network is refused, whatever it is called."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from remote_support import QUICK, Answer, Server

from importers.errors import SourceError
from importers.remote import addresses
from importers.remote.client import Client
from importers.remote.reach import Limits

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # metadata of cloud machines
    "100.100.100.200",  # the same, at another provider
    "100.64.0.1",  # shared by customers of a provider
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "233.252.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:192.168.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:a00:1::1",
    "2001:db8::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "145.45.0.1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a02:1234::1"])
def test_public_addresses(address: str) -> None:
    assert addresses.is_public(address)


def _named(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    """The resolver of this machine answers with these addresses."""

    def answer(_host: str, port: int, **_: Any) -> list[Any]:
        kinds = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in found]
        return [(kind, socket.SOCK_STREAM, 6, "", (address, port)) for kind, address in zip(kinds, found, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_with_mixed_addresses_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _named(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(SourceError, match=r"example\.org: is at 10\.0\.0\.1, which is not public"):
        addresses.resolve("example.org", 443, allow_private=False)


def test_a_name_is_resolved_once_and_that_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    """A name that changes its address between the check and the connection gains nothing."""
    server.routes["/x"] = lambda asked: Answer({"host": asked.headers["Host"]})
    port = server.url.rsplit(":", 1)[1]
    real, asked = socket.getaddrinfo, []

    def answer(host: str, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "data.example" else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with Client(QUICK) as client:
        for _ in range(2):
            found, _headers = client.json(f"http://data.example:{port}/x")
    assert found == {"host": f"data.example:{port}"}
    assert asked.count("data.example") == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
    ],
)
def test_this_machine_in_many_spellings(url: str) -> None:
    with Client(Limits(attempts=1)) as client, pytest.raises(SourceError, match="not public: refused"):
        client.json(url)


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 9200])
def test_only_ports_of_the_web(port: int) -> None:
    with pytest.raises(SourceError, match="only the ports 80, 443, 8080, 8443"):
        addresses.resolve("8.8.8.8", port, allow_private=False)


@pytest.mark.parametrize("url", ["ftp://example.org/x", "file:///etc/passwd", "gopher://example.org/"])
def test_only_http(url: str) -> None:
    with Client(Limits(attempts=1)) as client, pytest.raises(SourceError, match="http"):
        client.json(url)


def test_no_passwords_in_addresses() -> None:
    with Client(Limits(attempts=1)) as client, pytest.raises(SourceError, match="leave the user name and password out"):
        client.json("https://me:secret@example.org/x")


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:{port}/secret", "http://169.254.169.254/latest/meta-data", "ftp://example.org/"]
)
def test_each_redirect_is_checked_again(monkeypatch: pytest.MonkeyPatch, server: Server, to: str) -> None:
    """A public server that leads to a private one: here the first is a public name that is at the test's server."""
    port = server.url.rsplit(":", 1)[1]
    server.routes["/x"] = lambda _: Answer(status=302, headers={"Location": to.format(port=port)})
    server.routes["/secret"] = lambda _: Answer({"secret": 1})
    check = addresses.resolve

    def resolve(host: str, asked: int, *, allow_private: bool) -> list[str]:
        return ["127.0.0.1"] if host == "public.example" else check(host, asked, allow_private=allow_private)

    monkeypatch.setattr(addresses, "resolve", resolve)
    monkeypatch.setattr(addresses, "PORTS", frozenset({80, int(port)}))
    with Client(Limits(attempts=1)) as client, pytest.raises(SourceError, match=r"not public: refused|only http"):
        client.json(f"http://public.example:{port}/x")
    assert server.paths() == ["/x"]


def test_redirects_end(client: Client, server: Server) -> None:
    server.routes["/x"] = lambda _: Answer(status=302, headers={"Location": "/x"})
    with pytest.raises(SourceError, match="from one address to the next without end"):
        client.json(server.url + "/x")


def test_a_proxy_of_the_environment_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, client: Client, server: Server
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.routes["/x"] = lambda _: Answer({"ok": 1})
    with Client(QUICK) as other:
        assert other.json(server.url + "/x")[0] == {"ok": 1}
