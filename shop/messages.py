"""The catalogues of the interface's texts, kept by Babel: GNU gettext need not be installed.

    python -m shop.messages extract           every text of code and templates into locale/*/LC_MESSAGES/django.po
    python -m shop.messages fill fr FILE…     takes translations from {"English": "français"} in JSON files
    python -m shop.messages compile           makes the .mo files that are missing or older than their .po
    python -m shop.messages check             exits 1 and says why when a text is missing, unsure or left as it was

The source texts are English. Each wants a French text; in the English catalogue an empty entry means the source.
"""

import ast
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE_LANGUAGE = "en"
LEFT_OUT = {"tests", "bench", "docs", "var", "node_modules", "migrations", "ground", "static", "locale", "deploy"}
NOT_SHOWN = {"shop/messages.py"}
TEMPLATES = {".html", ".txt", ".mjml", ".svg", ".xml"}
_names = ["gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy"]
KEYWORDS: dict[str, Any] = {name: (1, 2) if name.startswith("n") else None for name in _names}
KEYWORDS |= dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
KEYWORDS |= dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))
SAME = ROOT / "locale" / "same.txt"

Found = tuple[Any, list[str], str | None]


def main(arguments: list[str]) -> int:
    command, *rest = arguments or ["help"]
    if command == "extract":
        extract()
    elif command == "fill" and len(rest) > 1:
        fill(rest[0], [Path(name) for name in rest[1:]])
    elif command == "compile":
        compile_all()
    elif command == "check":
        faults = check()
        sys.stdout.writelines(f"{fault}\n" for fault in faults)
        return bool(faults)
    else:
        sys.stdout.write(__doc__ or "")
        return 2
    return 0


def catalogues() -> list[Path]:
    return sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))


def language(file: Path) -> str:
    return file.parent.parent.name


def load(file: Path) -> Catalog:
    with file.open("rb") as handle:
        return read_po(handle, locale=language(file), abort_invalid=True)


# --- extract ----------------------------------------------------------------------------------


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """Code and templates whose texts people see, in a stable order."""
    for file in sorted(root.rglob("*")):
        parts = file.relative_to(root).parts
        if any(part in LEFT_OUT or part.startswith(".") for part in parts) or "/".join(parts) in NOT_SHOWN:
            continue
        if file.suffix == ".py" or (file.suffix in TEMPLATES and "templates" in parts):
            yield file


def texts_in(file: Path) -> Iterator[Found]:
    """Texts, translators' comments, context: for each call in the code or tag in the template."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        from django.utils.translation.template import templatize

        # The brackets keep Python's tokenizer from minding the template's indentation.
        text = f"({templatize(text, origin=str(file))}\n)"
    source = io.BytesIO(text.encode())
    for _line, name, texts, comments in extract_python(source, KEYWORDS, ["Translators:"], {"encoding": "utf-8"}):
        function = str(name)
        given: list[Any] = list(texts) if isinstance(texts, tuple | list) else [texts]
        context = given.pop(0) if "pgettext" in function else None
        wanted = given[: 2 if function.lstrip("p").startswith("n") else 1]
        if wanted and all(isinstance(part, str) and part for part in wanted):
            yield tuple(wanted) if len(wanted) == 2 else wanted[0], [*(comments or [])], context


def template_catalogue() -> Catalog:
    """All texts that code and templates hold now."""
    catalogue = Catalog(project="Ricochet", charset="utf-8")
    for file in source_files():
        place = str(file.relative_to(ROOT))
        for texts, comments, context in texts_in(file):
            catalogue.add(texts, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def extract() -> None:
    """Brings every catalogue up to date: new texts are added empty, what is no longer used goes."""
    template = template_catalogue()
    for file in catalogues():
        catalogue = load(file)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        save(catalogue, file)
        empty = sum(1 for message in catalogue if message.id and not is_translated(message))
        say(f"{language(file)}: {len(catalogue)} texts, {empty} without translation")


def save(catalogue: Catalog, file: Path) -> None:
    """Written without dates and line numbers: a diff shows texts only."""
    catalogue.header_comment = f"# Ricochet: the interface in {language(file)}."
    catalogue.fuzzy = False
    for message in catalogue:
        message.locations = sorted({(place, 0) for place, _line in message.locations})
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, include_lineno=False, sort_output=True)
    moving = (
        b'"Project-Id',
        b'"Report-Msgid',
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Generated-By',
        b'"Last-Translator',
        b'"Language-Team',
    )
    kept = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(moving)]
    file.write_bytes(b"".join(kept))


def fill(wanted: str, files: list[Path]) -> None:
    """Takes translations from JSON files; several forms stand as "one||many": ["un", "plusieurs"]."""
    target = ROOT / "locale" / wanted / "LC_MESSAGES" / "django.po"
    catalogue = load(target)
    for file in files:
        unknown = 0
        for key, text in json.loads(file.read_text(encoding="utf-8")).items():
            context, _sep, source = key.rpartition("\x04")
            message = catalogue.get(source.split("||")[0], context or None)
            if message is None:
                unknown += 1
            else:
                message.string = tuple(text) if isinstance(text, list) else text
        say(f"{file.name}: {unknown} texts are no longer used")
    save(catalogue, target)


# --- compile ----------------------------------------------------------------------------------


def spoken(catalogue: Catalog) -> Catalog:
    """In English an empty entry says the source itself: left empty, Oscar's own catalogue would answer ("cart")."""
    if str(catalogue.locale) == "en":
        for message in catalogue:
            if message.id and not is_translated(message):
                message.string = message.id
    return catalogue


def compile_all() -> None:
    for file in catalogues():
        compiled = file.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > file.stat().st_mtime_ns:
            continue
        buffer = io.BytesIO()
        write_mo(buffer, spoken(load(file)))
        # Put in place whole: another process may be reading the old one.
        waiting = compiled.with_suffix(".new")
        waiting.write_bytes(buffer.getvalue())
        waiting.replace(compiled)


# --- check ------------------------------------------------------------------------------------


def check() -> list[str]:
    """What is wrong with the catalogues, one sentence each."""
    template = template_catalogue()
    same = set(SAME.read_text(encoding="utf-8").splitlines()) if SAME.exists() else set()
    faults: list[str] = []
    for file in catalogues():
        faults += [f"{language(file)}: {fault}" for fault in faults_of(load(file), template, language(file), same)]
    for source in source_files():
        faults += [f"{source.relative_to(ROOT)}:{line}: a text inside an f-string" for line in unseen_in(source)]
    return faults


def unseen_in(file: Path) -> list[int]:
    """Lines with a text inside an f-string: before Python 3.12 nobody looks in there, so it would stay English."""
    if file.suffix != ".py":
        return []
    tree = ast.parse(file.read_text(encoding="utf-8"))
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if call.args and isinstance(call.args[0], ast.Constant)
    ]


def faults_of(catalogue: Catalog, template: Catalog, wanted: str, same: set[str]) -> Iterator[str]:
    """What is missing, unsure, unused, left as its source (but for the listed few), or holds other variables."""
    for message in template:
        if message.id and catalogue.get(first(message), message.context) is None:
            yield f"{first(message)!r} is not in the catalogue (make messages)"
    for message in catalogue:
        if not message.id:
            continue
        text = first(message)
        if template.get(text, message.context) is None:
            yield f"{text!r} is no longer used (make messages)"
        elif message.fuzzy:
            yield f"{text!r} is marked as unsure"
        elif wanted != SOURCE_LANGUAGE and not is_translated(message):
            yield f"{text!r} is not translated"
        elif wanted != SOURCE_LANGUAGE and text not in same and text in forms(message):
            yield f"{text!r} stands as in the source; if it is meant so, list it in locale/same.txt"
        if is_translated(message):
            for error in message.check(catalogue):
                yield f"{text!r}: {error}"


def first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string or ""]


def is_translated(message: Message) -> bool:
    return all(forms(message))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
