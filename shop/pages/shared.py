"""Pages with a shared part: made once per language and set of versions, then answered from memory.

    return shared.respond(request, name="product/12", depends_on=["product:12", "content"], build=build)

`build` gives the HTML without anything personal and the next dated moment at which it will be wrong. Warm, a
page costs one round trip to the cache (the versions) and no SQL; the bodies stay in this process, and in Redis
for the other processes where there is Redis. Versions are read *before* building: whoever changes something
meanwhile makes the page stale, never the other way round.
"""

import gzip
import hashlib
import pickle
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import brotli
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from shop import clock
from shop.pages import holes, remembered, versions
from shop.pages.memory import Memory

MEMORY_BYTES = 64 * 1024 * 1024
KEPT_SECONDS = 60 * 60 * 24


@dataclass(frozen=True)
class Built:
    """A shared part just made; `valid_until` is the next dated boundary (slot, "new", sale), None if there is none."""

    html: str
    valid_until: datetime | None = None
    status: int = 200


@dataclass(frozen=True)
class Part:
    """A shared part as it is kept: split at its holes, and whole and compressed for strangers."""

    versions: dict[str, str]
    valid_until: datetime | None
    status: int
    pieces: list[str]
    plain: bytes
    zipped: bytes
    brotlied: bytes
    etag: str

    @property
    def size(self) -> int:
        return 3 * len(self.plain) + len(self.zipped) + len(self.brotlied)

    def is_right(self, current: dict[str, str]) -> bool:
        return self.versions == current and (self.valid_until is None or clock.now() < self.valid_until)


_memory: Memory[Part] = Memory(MEMORY_BYTES)
_noted: ContextVar[list[datetime] | None] = ContextVar("noted", default=None)


def right_until(moment: datetime | None) -> None:
    """Say, while a page is being built, when a piece of it will be wrong; for tags, whose page knows nothing of it."""
    noted = _noted.get()
    if noted is not None and moment is not None:
        noted.append(moment)


def forget() -> None:
    """Empty this process's memory (tests)."""
    _memory.clear()
    remembered.forget()
    versions.forget()


def respond(request: HttpRequest, *, name: str, depends_on: Iterable[str], build: Callable[[], Built]) -> HttpResponse:
    """The page `name` in the active language, its holes filled for this request."""
    part = find(request, name=name, depends_on=depends_on, build=build)
    if not holes.is_stranger(request):
        return _for_person(request, part)
    if request.headers.get("If-None-Match") == part.etag and part.status == 200:
        response = HttpResponse(status=304)
    else:
        body, coding = _encoded(request, part)
        response = HttpResponse(body, status=part.status, content_type="text/html; charset=utf-8")
        if coding:
            response["Content-Encoding"] = coding
    response["ETag"] = part.etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    return response


def find(request: HttpRequest, *, name: str, depends_on: Iterable[str], build: Callable[[], Built]) -> Part:
    """The shared part from this process, from Redis, or newly built."""
    key = _key(name)
    current = versions.read({"catalog", *depends_on})
    part = _memory.get(key)
    if part and part.is_right(current):
        return part
    if settings.REDIS_URL:
        kept = cache.get(key)
        if kept:
            part = pickle.loads(kept)  # noqa: S301  our own cache, written four lines below
            if part.is_right(current):
                _memory.put(key, part)
                return part
    part = _part(request, _built(build), current)
    _memory.put(key, part)
    if settings.REDIS_URL and part.status == 200:
        cache.set(key, pickle.dumps(part, pickle.HIGHEST_PROTOCOL), timeout=KEPT_SECONDS)
    return part


def _built(build: Callable[[], Built]) -> Built:
    """What `build` gives, right until the first boundary that it or any of its pieces knows."""
    token = _noted.set([])
    try:
        built, noted = build(), _noted.get() or []
    finally:
        _noted.reset(token)
    moments = [moment for moment in (built.valid_until, *noted) if moment is not None]
    return replace(built, valid_until=min(moments, default=None))


def _key(name: str) -> str:
    whole = f"{_release()}|{get_language()}|{name}"
    return "page:" + hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()


@lru_cache(1)
def _release() -> str:
    """This release of the shop: pages that another one has kept in Redis are not taken for ours.

    Told from what makes pages: templates, texts, code of catalogue and shop, names of static files.
    """
    digest = hashlib.blake2b(digest_size=8)
    kinds = (("templates", "*.html"), ("locale", "*.po"), ("catalog", "*.py"), ("shop", "*.py"))
    for folder, kind in kinds:
        for path in sorted((settings.ROOT / folder).rglob(kind)):
            digest.update(path.read_bytes())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    return digest.hexdigest()


def _part(request: HttpRequest, built: Built, current: dict[str, str]) -> Part:
    pieces = holes.split(built.html)
    stranger = HttpRequest()
    stranger.META, stranger.path, stranger.path_info = {"SERVER_NAME": "localhost"}, request.path, request.path_info
    plain = "".join(holes.fill(piece, stranger) if i % 2 else piece for i, piece in enumerate(pieces)).encode()
    return Part(
        versions=current,
        valid_until=built.valid_until,
        status=built.status,
        pieces=pieces,
        plain=plain,
        zipped=gzip.compress(plain, 6, mtime=0),
        brotlied=brotli.compress(plain, quality=5),
        etag=f'W/"{hashlib.blake2b(plain, digest_size=9).hexdigest()}"',
    )


def _encoded(request: HttpRequest, part: Part) -> tuple[bytes, str]:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    if "br" in accepted:
        return part.brotlied, "br"
    if "gzip" in accepted:
        return part.zipped, "gzip"
    return part.plain, ""


def _for_person(request: HttpRequest, part: Part) -> HttpResponse:
    """Filled for one person: never compressed (a secret beside echoed text can be measured) and never stored."""
    html = "".join(holes.fill(piece, request) if i % 2 else piece for i, piece in enumerate(part.pieces))
    response = HttpResponse(html, status=part.status)
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ("Cookie",))
    return response
