"""A demo's folder, port and environment: what is refused, and that nothing foreign is ever deleted."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.place import MARKER, Place, Refused, wants_reset

At = Callable[..., Place]


@pytest.fixture
def at() -> Iterator[At]:
    """Makes places and gives them back after the test."""
    made: list[Place] = []

    def make(folder: Path, port: int = 8000) -> Place:
        made.append(Place(folder, port))
        return made[-1]

    yield make
    for place in made:
        place.close()


def open_port() -> tuple[socket.socket, int]:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen(1)
    return taken, taken.getsockname()[1]


@pytest.mark.parametrize("port", ["none", "0", "65536", "-1", "80 80", "٣"])
def test_a_port_that_is_none_is_said(port: str) -> None:
    with pytest.raises(Refused, match="must be a number from 1 to 65535"):
        Place.from_environment({"PORT": port})


def test_empty_settings_mean_the_defaults() -> None:
    place = Place.from_environment({"PORT": "", "DEMO_DIR": " "})
    assert place.port == 8000
    assert place.folder.parts[-2:] == ("var", "demo")
    assert place.url == "http://localhost:8000/"


def test_a_taken_port_is_said_with_another_to_try(at: At) -> None:
    taken, port = open_port()
    with taken, pytest.raises(Refused, match=rf"^Port {port} is taken: .* make demo PORT=\d+\.$"):
        at(Path("unused"), port).reserve_port()


def test_a_reserved_port_is_taken_for_a_second_demo(at: At) -> None:
    taken, port = open_port()
    taken.close()
    first = at(Path("unused"), port)
    first.reserve_port()
    with pytest.raises(Refused, match="is taken"):
        at(Path("unused"), port).reserve_port()


def test_a_foreign_folder_is_neither_taken_nor_emptied(at: At, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    for reset in (True, False):
        with pytest.raises(Refused, match="is not empty and no demo made it"):
            at(tmp_path).open(reset=reset)
    assert [file.name for file in tmp_path.iterdir()] == ["letters.txt"]


def test_starting_over_empties_the_folder_and_nothing_outside(at: At, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("mine")
    place = at(tmp_path / "demo")
    place.open(reset=False)
    (place.folder / "media").mkdir()
    (place.folder / "media" / "picture.avif").write_text("old")
    (place.folder / "link").symlink_to(outside)
    (place.folder / "media" / "link").symlink_to(outside)
    place.close()

    at(tmp_path / "demo").open(reset=True)
    assert [file.name for file in place.folder.iterdir()] == [MARKER]
    assert (outside / "kept.txt").read_text() == "mine"


def test_a_second_start_keeps_what_is_there(at: At, tmp_path: Path) -> None:
    place = at(tmp_path / "demo")
    place.open(reset=False)
    key = place.secret_key()
    (place.folder / "db.sqlite3").write_text("orders")
    place.close()

    again = at(tmp_path / "demo")
    again.open(reset=False)
    assert (again.folder / "db.sqlite3").read_text() == "orders"
    assert again.secret_key() == key
    assert (again.folder / "secret-key").stat().st_mode & 0o777 == 0o600


def test_one_folder_holds_one_demo_at_a_time(at: At, tmp_path: Path) -> None:
    place = at(tmp_path / "demo")
    place.open(reset=False)
    (place.folder / "db.sqlite3").write_text("orders")
    with pytest.raises(Refused, match="Another demo is running"):
        at(tmp_path / "demo", 8001).open(reset=True)
    assert (place.folder / "db.sqlite3").exists()


def test_a_file_in_the_place_of_the_folder_is_said(at: At, tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(Refused, match="is not a folder"):
        at(tmp_path / "demo").open(reset=False)


def test_the_surrounding_shell_does_not_reach_into_the_demo(at: At, tmp_path: Path) -> None:
    place = at(tmp_path / "demo", 8042)
    place.open(reset=False)
    shell = {"DATABASE_URL": "postgres://real", "REDIS_URL": "redis://real", "STRIPE_SECRET_KEY": "sk_live_1", "A": "b"}
    env = place.environment(shell | {"SECRET_KEY": "real", "EMAIL_URL": "smtp://real"})
    assert not {"DATABASE_URL", "REDIS_URL", "EMAIL_URL"} & set(env)
    assert env["STRIPE_SECRET_KEY"] == "sk_test_ricochet_demo"
    assert (env["A"], env["PROFILE"], env["SITE_URL"]) == ("b", "demo", "http://localhost:8042")
    assert env["SECRET_KEY"] == place.secret_key() != "real"
    for name in ("VAR_DIR", "MEDIA_ROOT", "STATIC_ROOT", "TMPDIR"):
        assert Path(env[name]).is_relative_to(place.folder)
    assert os.path.isdir(env["TMPDIR"])


def test_the_stand_in_for_stripe_keeps_port_and_secret_from_run_to_run(at: At, tmp_path: Path) -> None:
    place, other = at(tmp_path / "one"), at(tmp_path / "two", 8001)
    place.open(reset=False)
    other.open(reset=False)
    env = place.environment({"STRIPE_API_BASE": "https://api.stripe.com"})

    assert place.environment({}) == env
    assert env["STRIPE_API_BASE"].startswith("http://127.0.0.1:")
    assert env["STRIPE_WEBHOOK_SECRET"].startswith("whsec_")
    for name in ("STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE"):
        assert other.environment({})[name] != env[name]
    assert (place.folder / "webhook-secret").stat().st_mode & 0o777 == 0o600


def test_a_port_of_the_stand_in_that_somebody_took_is_another_one(at: At, tmp_path: Path) -> None:
    place = at(tmp_path / "demo")
    place.open(reset=False)
    first = place.emulator_port()
    with socket.create_server(("127.0.0.1", first)):
        second = place.emulator_port()

    assert second != first
    assert place.emulator_port() == second


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("yes", True), ("", False), ("0", False), ("No", False)])
def test_starting_over_must_be_asked_for(value: str, meant: bool) -> None:
    assert wants_reset({"RESET": value}) is meant
