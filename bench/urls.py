"""The shop's addresses and the bare view, which passes the same middleware and answers a page of usual length."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from shop.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
BODY = b"<!doctype html><title>bare</title>" + b"x" * 10_000


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("bare/", bare), *urlpatterns]
