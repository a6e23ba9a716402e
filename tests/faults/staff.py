"""A merchant of the rig, already signed in: the calls that their browser makes in the administration."""

import requests

from tests.faults.house import House
from tests.faults.shopper import TIMEOUT, Forms

SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from shop.accounts.models import User
user = User.objects.filter(email="mia@example.org").first() or User.objects.create_user(
    "mia@example.org", "a long enough word", is_staff=True, is_superuser=True)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: user.get_session_auth_hash()})
session.create()
print(session.session_key)
"""


class Staff:
    """Mia, with a session of her own."""

    def __init__(self, house: House) -> None:
        self.address, self.session = house.addresses[-1], requests.Session()
        self.session.cookies.set("session", house.shell(SIGN_IN).split()[-1], domain="127.0.0.1")

    def set_stock(self, record: int, pieces: int) -> int:
        """Opens the page of a stock record, types a number, saves; the status answered."""
        path = f"{self.address}/admin/partner/stockrecord/{record}/change/"
        forms = Forms(self.session.get(path, timeout=TIMEOUT).text).found
        fields = next(fields for fields in forms.values() if "num_in_stock" in fields)
        sent = fields | {"num_in_stock": str(pieces), "_save": "1"}
        answer = self.session.post(path, sent, headers={"Referer": path}, timeout=TIMEOUT, allow_redirects=False)
        return answer.status_code

    def refund_form(self, order: int, wish: dict[str, str]) -> dict[str, str]:
        """Asks for a refund of an order; the form that would confirm the sum shown."""
        path = f"{self.address}/admin/returns/refund/ask/{order}/"
        fields = self._with_key(self.session.get(path, timeout=TIMEOUT).text)
        sent = fields | {"reason": "other"} | wish
        return self._with_key(self.session.post(path, sent, headers={"Referer": path}, timeout=TIMEOUT).text)

    def confirm(self, order: int, form: dict[str, str]) -> int:
        """Agrees to it; the status answered (302: made, or refused with a sentence on the next page)."""
        path = f"{self.address}/admin/returns/refund/ask/{order}/"
        sent = form | {"confirm": "1"}
        answer = self.session.post(path, sent, headers={"Referer": path}, timeout=TIMEOUT, allow_redirects=False)
        return answer.status_code

    def _with_key(self, html: str) -> dict[str, str]:
        return next(fields for fields in Forms(html).found.values() if "key" in fields)
