"""The table of contents of the shop: one line a door. Apps are named by string only."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from shop.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("", include("catalog.sitemap_urls")),
    path("webhooks/", include("shop.payment.urls")),
    path("r/", include("shop.people.urls")),
    path("account/social/", include("shop.accounts.social_urls")),
    *i18n_patterns(
        path("account/", include("shop.accounts.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
        path("basket/", include("shop.cart.urls")),
        path("checkout/", include("shop.checkout.urls")),
        path("delivery/", include("shop.delivery.urls")),
        path("", include("shop.order.urls")),
        path("", include("shop.content.urls")),
        path("", include("catalog.urls")),
    ),
]
if settings.PROFILE != "production":
    urlpatterns += [path("mailbox/", include("demo.mailbox.urls"))]
    # A demo and the tests have no proxy that serves uploads.
    urlpatterns += [re_path(r"^media/(?P<path>(?!originals/).*)$", serve, {"document_root": settings.MEDIA_ROOT})]

handler400 = "shop.errors.bad_request"
handler403 = "shop.errors.forbidden"
handler404 = "shop.errors.not_found"
handler500 = "shop.errors.failed"
