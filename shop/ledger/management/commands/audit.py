"""Recompute everything that is stored twice; a difference is a line and exit status 1."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shop.ledger.audits import checks, differences


class Command(BaseCommand):
    help = "Recompute every total from its parts. Exits 1 on a difference; --json for machines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        if options["json"]:
            names = [check.name for check in checks()]
            self.stdout.write(json.dumps({"checks": names, "differences": [asdict(row) for row in found]}, indent=2))
        else:
            for row in found:
                self.stdout.write(str(row))
            self.stdout.write(f"{len(checks())} checks, {len(found)} differences")
        if found:
            sys.exit(1)
