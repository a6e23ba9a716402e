"""Which task waits in which queue."""

import pytest

from shop.celery import app


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("mail.sweep", "celery"),
        ("payment.work_events", "money"),
        ("checkout.sweep", "money"),
        ("returns.sweep", "money"),
        ("catalog.tasks.cut_pictures", "pictures"),
        ("demo.tasks.draw_pictures", "pictures"),
    ],
)
def test_neither_mail_nor_money_waits_behind_pictures(task: str, queue: str) -> None:
    app.loader.import_default_modules()
    assert task in app.tasks
    assert app.amqp.router.route({}, task)["queue"].name == queue
