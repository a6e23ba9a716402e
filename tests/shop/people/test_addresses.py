"""One writing for each mailbox, one key for each mailbox's owner."""

import pytest

from shop.people.addresses import abuse_key, canonical
from shop.people.exceptions import NotAnAddress


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ada@example.fr", "ada@example.fr"),
        ("  Ada@Example.FR\n", "ada@example.fr"),
        ("ADA+shop@EXAMPLE.fr", "ada+shop@example.fr"),
        ("a.d.a@gmail.com", "a.d.a@gmail.com"),
        ("ada@example.fr.", "ada@example.fr"),
        ("ada@münchen.de", "ada@xn--mnchen-3ya.de"),
        ("ada@xn--mnchen-3ya.de", "ada@xn--mnchen-3ya.de"),
        ("ada@MÜNCHEN.de", "ada@xn--mnchen-3ya.de"),
        ("ada@mu\u0308nchen.de", "ada@xn--mnchen-3ya.de"),  # u and a combining mark
        ("ada@faß.de", "ada@xn--fa-hia.de"),  # another domain than fass.de
        ("ａｄａ＠ｅｘａｍｐｌｅ．ｆｒ", "ada@example.fr"),  # full width
        ("ada@example。fr", "ada@example.fr"),
        ("a\u200bda@exam\u00adple.fr", "ada@example.fr"),  # invisible signs
        ("\ufeffada@example.fr", "ada@example.fr"),
        ("ada@sous.domaine.example.fr", "ada@sous.domaine.example.fr"),
        ("o'ada@example.fr", "o'ada@example.fr"),
    ],
)
def test_the_one_writing(typed: str, address: str) -> None:
    assert canonical(typed) == address
    assert canonical(address) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "@",
        "ada",
        "ada@",
        "@example.fr",
        "ada@example",
        "ada@@example.fr",
        "ada ben@example.fr",
        "ada@exam ple.fr",
        "ada@example..fr",
        "ada@-example.fr",
        ".ada@example.fr",
        "adá@example.fr",
        "ada@example.fr\r\nBcc: ben@example.fr",
        "ada@example.fr,ben@example.fr",
        "ada\x00@example.fr",
        "a" * 250 + "@example.fr",
        "ada@" + "x" * 64 + ".fr",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        canonical(typed)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Ada+1@example.fr", "ada@example.fr"),
        ("ada+a+b@example.fr", "ada@example.fr"),
        ("a.da@example.fr", "a.da@example.fr"),  # dots matter elsewhere
        ("A.d.a+shop@gmail.com", "ada@gmail.com"),
        ("a.da@googlemail.com", "ada@gmail.com"),
        ("+ada@example.fr", "+ada@example.fr"),
        ('"a+b"@example.fr', '"a+b"@example.fr'),
    ],
)
def test_whose_mailbox(typed: str, key: str) -> None:
    assert abuse_key(typed) == key
    assert abuse_key(key) == key
