"""Celery: the clock of the shop. Rows are the truth, tasks only wake who claims them (docs/architecture.md)."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

app = Celery("ricochet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    timezone="Europe/Paris",
    broker_connection_retry_on_startup=True,
    # However much waits in one queue, a worker takes from all in turn: no mail waits behind the hundred pictures of a
    # new collection.
    task_queues=(Queue("celery"), Queue("money"), Queue("pictures")),
    task_default_queue="celery",
    task_routes={
        **{f"{room}.*": {"queue": "money"} for room in ("payment", "checkout", "returns")},
        "*_pictures": {"queue": "pictures"},
    },
    # What beat wakes, and how often (seconds). A task that runs twice, or in two beats, does nothing twice.
    beat_schedule={
        "shelf": {"task": "catalog.tasks.sweep_shelf", "schedule": 120, "options": {"expires": 110}},
        "search": {"task": "catalog.tasks.sweep_search", "schedule": 120, "options": {"expires": 110}},
        "search-nightly": {"task": "catalog.tasks.rebuild_search", "schedule": crontab(hour=3, minute=40)},
        "pictures": {"task": "catalog.tasks.sweep_pictures", "schedule": 60, "options": {"expires": 55}},
        "guesses": {"task": "accounts.tell_owners", "schedule": 300, "options": {"expires": 290}},
        "baskets": {"task": "cart.forget_baskets", "schedule": crontab(hour=4, minute=10)},
        "ledger": {"task": "ledger.expire_due", "schedule": 120, "options": {"expires": 110}},
        "checkout": {"task": "checkout.sweep", "schedule": 60, "options": {"expires": 55}},
        "checkout-drafts": {"task": "checkout.forget_drafts", "schedule": crontab(minute=25)},
        "checkout-nightly": {"task": "checkout.forget", "schedule": crontab(hour=4, minute=10)},
        "mail": {"task": "mail.sweep", "schedule": 60, "options": {"expires": 55}},
        "mail-nightly": {"task": "mail.forget", "schedule": crontab(hour=4, minute=30)},
        "sales": {"task": "order.count_sales", "schedule": 600, "options": {"expires": 590}},
        "sales-nightly": {"task": "order.recount_sales", "schedule": crontab(hour=3, minute=20)},
        "parcels": {"task": "order.presume_delivered", "schedule": crontab(minute=35)},
        "refunds": {"task": "returns.sweep", "schedule": 60, "options": {"expires": 55}},
        "payment": {"task": "payment.reconcile", "schedule": 90, "options": {"expires": 80}},
        "payment-nightly": {"task": "payment.empty_bodies", "schedule": crontab(hour=4, minute=10)},
        "payment-marks": {"task": "payment.refresh_marks", "schedule": crontab(hour=4, minute=20)},
    },
)
app.conf.imports = ("shop.health",)
app.autodiscover_tasks()
# The web server's threads have no current app of their own: without this they would look for another broker.
app.set_default()


def use_embedded_broker() -> None:
    """Without Redis messages are files below VAR_DIR, so that web and worker share them."""
    folder = settings.BROKER_DIR
    (folder / "control").mkdir(parents=True, exist_ok=True)
    (folder / "queue").mkdir(parents=True, exist_ok=True)
    app.conf.broker_transport_options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.2,
    }


if settings.CELERY_BROKER_URL.startswith("filesystem"):
    use_embedded_broker()
