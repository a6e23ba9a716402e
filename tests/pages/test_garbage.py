"""Whatever is sent to whatever address: an answer that helps, never a 500."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from shop.accounts.models import User
from tests import factories as make
from tests.pages import addresses

pytestmark = pytest.mark.django_db

QUERIES = [
    "page=-1&sort=x&min=abc&max=NaN&stock=maybe&new=2",
    "page=99999999999999999999&v=%00&min=1e309",
    "q=" + "a" * 10_000,
    "q=%27%22%3B--%20OR%201%3D1%20%26%20%7C%20%21%20%28%29%20%2A%20%3A",
    "q=" + quote("🐋💙\u202e\ufeff’« »\\"),
    "q=%ff%fe&q=%C3%28&v=%F0%28%8C%BC",
    "q=%00",
    "=&&&=&;;%%%&q",
    "&".join(f"couleur=c{number}" for number in range(1_500)),
    "next=//evil.example/&q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "v[]=1&v=2&q[a]=b&page=1.5",
]
PATHS = [
    "<script>",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "%ff",
    "a" * 3_000,
    "’«»🐋",
    "'",
    "p/%0d%0aX:1/",
    "c//",
    "c/a//b/",
    "p//",
]
BODIES: list[tuple[str, bytes]] = [
    ("application/x-www-form-urlencoded", b"email=%00&password1=&" + b"x" * 5_000),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(3_000))),
    (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=\x22email\x22\r\n\r\n\xff\r\n--x--\r\n",
    ),
    ("multipart/form-data", b"no boundary"),
    ("application/json", b'{"a":' * 500),
    ("text/plain; charset=nonsense", b"\xff\xfe"),
]


@pytest.fixture(autouse=True)
def shop() -> None:
    addresses.furnish()


def reachable() -> list[str]:
    """Every address of the table of contents with something put into its places."""
    found = set()
    for route, _view in addresses.patterns():
        path = re.sub(r"\\(.)", r"\1", route.replace("^", "").replace("$", "").replace("\\Z", ""))
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: addresses.FILLED.get(m[1], "1"), path)
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: addresses.FILLED.get(m[1], "1"), path)
        path = re.sub(r"\([^)]*\)|[?+*|]", "", path)
        found.add("/" + path.lstrip("/"))
    return sorted(found)


def answered(client: Client, path: str) -> int:
    client.raise_request_exception = False
    return int(client.get(path).status_code)


def test_the_walk_reaches_the_pages_there_are() -> None:
    there = reachable()

    assert len(there) > 60
    assert {"/fr/", "/healthz", "/sitemap.xml", "/fr/c/affiches/", "/fr/p/affiche-phare/"} <= set(there)


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_no_query_string_breaks_any_address(query: str) -> None:
    client = Client()
    broken = {
        path: code
        for path in reachable()
        if (code := answered(client, f"{path}?{query}")) >= 500 and path != "/healthz"
    }

    assert broken == {}


def test_no_strange_path_breaks_the_shop() -> None:
    client = Client()
    starts = [
        "/",
        "/fr/",
        "/en/",
        "/de/",
        "/fr/p/",
        "/fr/c/",
        "/en/search/",
        "/fr/help/",
        "/media/",
        "/static/",
        "/admin/",
    ]
    broken = {
        start + path: code for start in starts for path in PATHS if (code := answered(client, start + path)) >= 500
    }

    assert broken == {}


@pytest.mark.parametrize(("kind", "body"), BODIES, ids=range(len(BODIES)))
def test_no_body_breaks_any_address_and_nothing_is_made(kind: str, body: bytes) -> None:
    client = Client()
    client.raise_request_exception = False
    before = User.objects.count()

    broken = {
        path: response.status_code
        for path in reachable()
        if (response := client.generic("POST", path, body, content_type=kind)).status_code >= 500 and path != "/healthz"
    }

    assert broken == {}
    assert User.objects.count() == before


def test_an_oversize_post_is_refused_in_words() -> None:
    client = Client()
    client.raise_request_exception = False

    response = client.post("/fr/account/login/", {"login": "x" * 3_000_000})

    assert response.status_code in (400, 413)


def test_signed_in_staff_breaks_nothing_either() -> None:
    client = Client()
    client.force_login(make.merchant())
    broken = {
        path: code
        for path in reachable()
        if "logout" not in path and (code := answered(client, f"{path}?{QUERIES[0]}&{QUERIES[4]}")) >= 500
    }

    assert {path: code for path, code in broken.items() if path != "/healthz"} == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_answered_without_a_crash(method: str) -> None:
    client = Client()
    client.raise_request_exception = False

    codes = {
        path: getattr(client, method)(path).status_code for path in ("/fr/", "/fr/c/affiches/", "/fr/p/affiche-phare/")
    }

    assert all(code < 500 for code in codes.values()), codes


def test_an_unknown_language_is_answered_by_a_page_that_is_not_there() -> None:
    assert Client().get("/de/").status_code == 404
    assert Client().get("/fr/", headers={"Accept-Language": "xx-\x00;q=9, " + "a," * 500}).status_code == 200
