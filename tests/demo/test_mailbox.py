"""The mailbox of the demo: what the shop wrote, newest first, shown without letting it act."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from demo.mailbox import reader
from shop.mail import services


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def write(to: str, language: str = "en", *, notice: str = "") -> None:
    """A code, or a notice about what has changed, leaves now."""
    if notice:
        context, facts = {"notice": "account/email/email_deleted"}, {"deleted_email": notice}
        services.post("account_notice", to, language, context, secrets=facts)
    else:
        services.post("verify_email", to, language, secrets={"code": "123456"})
    assert services.sweep() == {"sent": 1}


def aged(folder: Path) -> None:
    """Files of a test are written within the same moment: put them in order."""
    for place, path in enumerate(sorted(folder.glob("*.log"), key=lambda each: each.stat().st_mtime_ns)):
        os.utime(path, (place, place))


def test_without_any_mail_the_mailbox_says_how_to_get_one(db: None, client: Client) -> None:
    page = client.get("/mailbox/", headers={"accept-language": "en"})

    assert page.status_code == 200
    assert "No mail yet" in page.text


def test_mails_are_listed_newest_first_with_accents_and_all(db: None, client: Client, folder: Path) -> None:
    write("ada@example.org", "fr", notice="Été à Nœuds")
    aged(folder)
    write("ben@example.org")

    assert [mail.to for mail in reader.newest()] == ["ben@example.org", "ada@example.org"]
    assert reader.newest()[1].subject == "Une adresse a été retirée"
    assert "Été à Nœuds" in reader.newest()[1].text
    page = client.get("/mailbox/").text
    assert page.index("ben@example.org") < page.index("ada@example.org")


def test_a_mail_is_shown_in_a_frame_that_may_do_nothing(db: None, client: Client) -> None:
    write("ada@example.org")
    [mail] = reader.newest()

    page = client.get(f"/mailbox/{mail.key}/")
    body = client.get(f"/mailbox/{mail.key}/body/")

    assert "123456" in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "sandbox" in body["Content-Security-Policy"]
    assert "script-src 'none'" in body["Content-Security-Policy"]
    assert body["X-Frame-Options"] == "SAMEORIGIN"
    assert "123456" in body.text


@pytest.mark.parametrize("key", ["0" * 16, "..%2f..%2fetc%2fpasswd", "x", "%00"])
def test_an_unknown_mail_is_not_found(db: None, client: Client, key: str) -> None:
    write("ada@example.org")

    assert client.get(f"/mailbox/{key}/").status_code in (400, 404)
    assert client.get(f"/mailbox/{key}/body/").status_code in (400, 404)


def test_a_broken_file_does_not_hide_the_others(db: None, folder: Path) -> None:
    write("ada@example.org")
    (folder / "broken.log").write_bytes(b"\xff\xfe no mail at all \x00")

    assert "ada@example.org" in [mail.to for mail in reader.newest()]
