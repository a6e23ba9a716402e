"""The web server's door."""

import os
import threading
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()
# Stripe's library takes half a second to load: now, beside the first requests, and not in the first webhook.
threading.Thread(target=import_module, args=("stripe",), name="load stripe", daemon=True).start()
