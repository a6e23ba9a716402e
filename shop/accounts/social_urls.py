"""Where other providers lead back to: one address each, whatever the language."""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, path

from shop.accounts.views.providers import coming_back, openid_callback

urlpatterns: list[URLPattern] = [
    path("oidc/<slug:provider_id>/login/callback/", openid_callback, name="openid_connect_callback")
]
for app in settings.IDENTITY.apps:
    urlpatterns += [
        path(str(found.pattern), coming_back(found.callback), name=found.name)
        for found in import_module(f"{app}.urls").urlpatterns
        if str(found.name).endswith("callback")
    ]
