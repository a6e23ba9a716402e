"""Makes the demo's database ready in one process: tables, then the cache's table. `python -m demo.prepare`"""

import os

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable")


if __name__ == "__main__":
    main()
