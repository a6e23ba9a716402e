"""Money does not depend on marketing: with every upper room gone the shop works."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Run in a process of its own: Django is set up once a process. It prints what it saw, a line each.
VISIT = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.apps import apps
print("rooms", sorted(name for name in ("demo", "reviews", "social", "loyalty") if apps.is_installed(name)))
from django.utils import translation
translation.activate("fr")
from tests import factories as make
from shop.pages import shared
category = make.category("Affiches", "Prints")
product = make.product("Affiche Phare", "Lighthouse print", categories=[category])
client = Client()
for address in ("/fr/", "/en/", "/fr/c/affiches/", "/fr/p/affiche-phare/", "/fr/search/?q=phare", "/fr/account/login/"):
    response = client.get(address)
    print(response.status_code, address, "Phare" in response.content.decode())
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
"""


def test_a_visit_works_with_every_room_above_the_shop_taken_out(tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "VAR_DIR")
    } | {"DJANGO_SETTINGS_MODULE": "tests.settings_without_upper", "VAR_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}

    run = subprocess.run([sys.executable, "-c", VISIT], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert run.returncode == 0, run.stderr[-3_000:]
    assert run.stdout.splitlines() == [
        "rooms []",
        "200 /fr/ True",
        "200 /en/ False",
        "200 /fr/c/affiches/ True",
        "200 /fr/p/affiche-phare/ True",
        "200 /fr/search/?q=phare True",
        "200 /fr/account/login/ False",
    ]


def test_the_floors_hold() -> None:
    run = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout[-3_000:]
