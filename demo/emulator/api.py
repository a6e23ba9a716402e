"""One call of the API: key, faults, idempotency, the verb, and how the answer is written."""

import base64
import hashlib
import json
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field

from demo.emulator import errors, forms, lists, routes
from demo.emulator.engine import API_VERSION, Engine
from demo.emulator.errors import ApiError, Json
from demo.emulator.faults import Fault

DAY = 86_400
OWN_FRAME = "x-emulator-frame"


@dataclass(frozen=True)
class Call:
    """A request to /v1; header names are in small letters."""

    method: str
    path: str
    query: str
    body: str
    headers: Mapping[str, str]
    origin: str


@dataclass
class Answer:
    """What goes back; None as status: the connection closes without a word."""

    status: int | None
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class Api:
    """Answers calls, in as many threads as there are."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._in_use: set[str] = set()
        self._lock = threading.Lock()

    def answer(self, call: Call) -> Answer:
        """Never raises for what a caller can do wrong: refusals are answers."""
        headers = {"Stripe-Version": call.headers.get("stripe-version", API_VERSION)}
        headers["Request-Id"] = self.engine.request_id()
        try:
            is_browser = _is_browser(call)
            fault = self.engine.faults.take(call.method, call.path)
            if fault is not None and fault.kind in ("rate_limit", "error_before"):
                raise errors.too_fast() if fault.kind == "rate_limit" else errors.broken()
            answer = self._with_key(call, is_browser, fault, headers)
        except ApiError as refusal:
            answer = Answer(refusal.status, json.dumps(refusal.body, indent=2))
        except Exception:
            # A fault of the emulator's own: said on its terminal, and to the caller as Stripe would.
            traceback.print_exc()
            answer = Answer(500, json.dumps(errors.broken().body, indent=2))
        answer.headers = headers | answer.headers
        return answer

    def _with_key(self, call: Call, is_browser: bool, fault: Fault | None, headers: dict[str, str]) -> Answer:
        """The answer that the idempotency key remembers, or the verb's. Raises ApiError."""
        key = call.headers.get("idempotency-key", "") if call.method == "POST" else ""
        if len(key) > 255:
            raise errors.invalid("An idempotency key has at most 255 characters.")
        if key:
            headers["Idempotency-Key"] = key
            with self._lock:
                if key in self._in_use:
                    raise errors.key_in_use()
                self._in_use.add(key)
        try:
            if fault is not None and fault.kind == "hang" and fault.before:
                time.sleep(fault.seconds)
            answer = self._remembered(call, key) or self._do(call, is_browser, key, fault, headers["Request-Id"])
        finally:
            with self._lock:
                self._in_use.discard(key)
        return _spoiled(answer, fault)

    def _remembered(self, call: Call, key: str) -> Answer | None:
        if not key:
            return None
        found = self.engine.store.rows("SELECT * FROM keys WHERE name = ?", key)
        if not found or found[0]["created"] < self.engine.now() - DAY:
            return None
        if found[0]["path"] != call.path or found[0]["fingerprint"] != _fingerprint(call):
            raise errors.key_reused(found[0]["path"] != call.path)
        headers = {"Idempotent-Replayed": "true", "Original-Request": found[0]["request"]}
        return Answer(found[0]["status"], found[0]["body"], headers)

    def _do(self, call: Call, is_browser: bool, key: str, fault: Fault | None, request: str) -> Answer:
        """Does it, and lets the key remember it in the same transaction. What failed validation is not remembered."""
        caller, store = self.engine.caller, self.engine.store
        caller.request, caller.key, caller.origin = request, key or None, call.origin
        try:
            with store.writing():
                status, body = 200, self._verb(call, is_browser)
                answer = Answer(status, json.dumps(body, indent=2))
                self._remember(call, key, answer, fault, request)
        except ApiError as refusal:
            if not refusal.keeps:
                raise
            answer = Answer(refusal.status, json.dumps(refusal.body, indent=2))
            with store.writing():
                self._remember(call, key, answer, fault, request)
        return answer

    def _verb(self, call: Call, is_browser: bool) -> Json:
        route, ids = routes.find(call.method, call.path)
        verb = route.by_browser if is_browser else route.verb
        if verb is None:
            raise errors.needs_secret_key()
        params = forms.parse(call.query) | forms.parse(call.body)
        if is_browser and call.headers.get(OWN_FRAME):
            params["_typed"] = "true"
        return lists.expand(self.engine, verb(self.engine, params, *ids), params)

    def _remember(self, call: Call, key: str, answer: Answer, fault: Fault | None, request: str) -> None:
        if not key:
            return
        if fault is not None and fault.kind == "error_after" and fault.stored:
            answer = Answer(500, json.dumps(errors.broken().body, indent=2))
        self.engine.store.run(
            "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?, ?, ?)",
            key,
            call.path,
            _fingerprint(call),
            self.engine.now(),
            answer.status,
            answer.body,
            request,
        )


def _spoiled(answer: Answer, fault: Fault | None) -> Answer:
    """The answer as a fault lets it out: everything was done."""
    if fault is None:
        return answer
    if fault.kind == "hang" and not fault.before:
        time.sleep(fault.seconds)
    if fault.kind == "error_after":
        raise errors.broken()
    return Answer(None, "") if fault.kind == "lost_reply" else answer


def _is_browser(call: Call) -> bool:
    """True for a publishable key. Raises ApiError (401) without a test key."""
    given = call.headers.get("authorization", "")
    kind, _, value = given.partition(" ")
    if kind.lower() == "basic":
        try:
            value = base64.b64decode(value + "==").decode(errors="replace").partition(":")[0]
        except ValueError:
            raise errors.no_key() from None
    if not value:
        sent = forms.parse(call.query if call.method == "GET" else call.body).get("key", "")
        value = sent if isinstance(sent, str) and sent.startswith("pk_") else ""
    if not value:
        raise errors.no_key()
    if value.startswith(("sk_test_", "rk_test_")):
        return False
    if value.startswith("pk_test_"):
        return True
    raise errors.wrong_key(value)


def _fingerprint(call: Call) -> str:
    params = forms.parse(call.query) | forms.parse(call.body)
    return hashlib.sha256(json.dumps([call.method, params], sort_keys=True).encode()).hexdigest()
