"""Installing: what is current is left alone, what is locked names no place, every target has its line."""

import re
import subprocess
from pathlib import Path

import pytest

from deploy import install

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt", "requirements-uv.txt"]
PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone without `.venv`; nothing is really installed."""
    for name in LOCKS:
        (tmp_path / name).write_text(f"# {name}\n")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "STAMP", tmp_path / ".venv" / "lock-stamp")
    return tmp_path


@pytest.fixture
def commands(bare: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been run; uv fails when the list already holds "no uv"."""
    run: list[str] = []

    def attempt(command: list[str], env: dict[str, str] | None = None, *, quietly: bool = True) -> bool:
        line = " ".join(command).replace(f"{bare}/", "")
        run.append(line)
        return "no uv" not in run or "uv" not in line

    def make() -> None:
        (bare / ".venv").mkdir(exist_ok=True)

    monkeypatch.setattr(install, "attempt", attempt)
    monkeypatch.setattr(install, "make_venv", make)
    monkeypatch.setattr(install, "runs", lambda: True)
    monkeypatch.setattr(install, "pip_setting", lambda name: "")
    return run


def test_a_fresh_clone_is_installed_once(commands: list[str]) -> None:
    install.install("demo")
    assert [line.split()[-1] for line in commands] == ["requirements-uv.txt", "requirements-demo.txt"]
    assert all("--require-hashes" in line for line in commands)

    commands.clear()
    install.install("demo")
    install.install("production")
    assert commands == []


def test_a_wider_set_is_enough_for_a_smaller_one_and_not_the_other_way(commands: list[str]) -> None:
    install.install("dev")
    commands.clear()
    install.install("demo")
    assert commands == []
    (install.VENV / "lock-stamp").write_text(f"demo {install.digest('demo')}\n")
    install.install("dev")
    assert commands[-1].split()[-1] == "requirements-dev.txt"


def test_a_changed_lock_is_installed_again(commands: list[str], bare: Path) -> None:
    install.install("demo")
    commands.clear()
    (bare / "requirements-demo.txt").write_text("# another\n")
    install.install("demo")
    assert len(commands) == 2


def test_without_uv_pip_installs_the_same_lock(commands: list[str]) -> None:
    commands.append("no uv")
    install.install("demo")
    assert commands[-1] == (
        ".venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes "
        "--only-binary :all: -r requirements-demo.txt"
    )


def test_what_failed_half_way_is_tried_again(commands: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "attempt", lambda *args, **kwargs: False)
    with pytest.raises(install.CannotInstall):
        install.install("demo")
    assert not install.is_current("demo")


def test_a_linked_environment_is_used_as_it_is(commands: list[str], bare: Path) -> None:
    elsewhere = bare / "elsewhere" / "bin"
    elsewhere.mkdir(parents=True)
    (elsewhere / "python").touch()
    (bare / ".venv").symlink_to(bare / "elsewhere")
    install.install("dev")
    assert commands == []
    assert not (bare / "elsewhere" / "lock-stamp").exists()


def test_uv_is_told_where_pip_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(install.os.environ):
        if name.startswith(("UV_", "PIP_", "SSL_")):
            monkeypatch.delenv(name)
    monkeypatch.setattr(install, "pip_setting", lambda name: f"{name}-1\n{name}-2")
    env = install.where_uv_looks()
    assert (env["UV_DEFAULT_INDEX"], env["UV_INDEX"]) == (
        "index-url-1 index-url-2",
        "extra-index-url-1 extra-index-url-2",
    )
    assert env["UV_FIND_LINKS"] == "find-links-1,find-links-2"
    monkeypatch.setenv("PIP_INDEX_URL", "from-the-environment")
    assert install.where_uv_looks()["UV_DEFAULT_INDEX"] == "from-the-environment"
    monkeypatch.setenv("UV_INDEX_URL", "its-own")
    assert "UV_DEFAULT_INDEX" not in install.where_uv_looks()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_hashes_and_names_no_place(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    assert "://" not in text
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text)) == {"--hash"}
    assert not re.search(r"(^|[\s\"'])(\.{0,2}/|~|file:)", text)
    pinned = len(PINNED.findall(text))
    assert pinned == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 0


def test_the_wider_locks_pin_the_same_versions() -> None:
    production, demo, dev = (dict(PINNED.findall((ROOT / name).read_text())) for name in LOCKS[:3])
    assert production.items() <= demo.items() <= dev.items()


def test_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    declared = {name for line in re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE) for name in line.split()}
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = set(re.findall(r"^  make ([a-z]+) +\S", shown.stdout, re.MULTILINE))
    assert listed == declared - {"python", "dev", "compiled"}
