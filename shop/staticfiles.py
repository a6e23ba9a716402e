"""One style sheet and one script a page, put together from the small files that people edit.

`static/css/index.css` names its parts by `@import … layer(…)`, `static/js/*.js` holds one feature a file. Served as
they are, a first visit would cost forty requests one after the other. The finder offers `css/ricochet.css` and
`js/ricochet.js` instead, to `collectstatic`, to `runserver` and to the tests' live server alike, so that no page needs
to know which of them it is talking to. Names are hashed later by the storage like those of any other file.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from django.template.loader import render_to_string
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""@import\s+url\(["']?([^"')]+)["']?\)\s+layer\((\w+)\)\s*;""")
ADDRESS = re.compile(r"""url\(["']?(?!data:|#|/|https?:)([^"')]+)["']?\)""")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.M)
REMARK = re.compile(r"^\s*//.*\n", re.M)


def one_sheet(index: Path) -> str:
    """The style sheet `index` with every import written out inside its layer, comments and indents taken away."""

    def part(found: re.Match[str]) -> str:
        path, layer = found[1], found[2]
        folder = os.path.dirname(path)
        text = ADDRESS.sub(
            lambda address: f'url("{normpath(f"{folder}/{address[1]}") if folder else address[1]}")',
            (index.parent / path).read_text("utf-8"),
        )
        return f"@layer {layer} {{\n{text}}}"

    text = COMMENT.sub("", IMPORT.sub(part, index.read_text("utf-8")))
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def one_script(folder: Path) -> str:
    """All scripts of `folder` in the order of their names, each in a block of its own so that names do not meet.

    Remarks and indents are taken away; so a script may not have texts in backquotes over several lines.
    """
    parts = [REMARK.sub("", path.read_text("utf-8")).strip() for path in sorted(folder.glob("*.js"))]
    text = '"use strict";\n' + "".join(f"{{\n{part}\n}}\n" for part in parts)
    return INDENT.sub("", text)


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's; a missing file fails at collectstatic, not on a page."""

    manifest_strict = False


class BundleFinder(BaseFinder):
    """Finds the two bundles, and the page that a proxy shows while the shop is down.

    They are made anew whenever they are asked for, which takes a few milliseconds.
    """

    names = ("css/ricochet.css", "js/ricochet.js", "maintenance.html")

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        self.source = settings.ROOT / "static"
        self.storage = FileSystemStorage(location=str(settings.VAR_DIR / "bundles"))

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [self._written(path)] if path in self.names else []
        return found if find_all else (found or [""])[0] or []

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in self.names:
            self._written(name)
            yield name, self.storage

    def _text(self, name: str) -> str:
        if name.endswith(".css"):
            return one_sheet(self.source / "css/index.css")
        return one_script(self.source / "js") if name.endswith(".js") else render_to_string(name)

    def _written(self, name: str) -> str:
        text = self._text(name)
        path = Path(self.storage.path(name))
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and moved: another process may be reading it.
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as draft:
                draft.write(text)
            os.chmod(draft.name, 0o644)
            os.replace(draft.name, path)
        return str(path)
