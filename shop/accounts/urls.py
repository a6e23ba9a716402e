"""What a person can do with an account, beside allauth's own pages."""

from allauth.socialaccount import views as social
from django.conf import settings
from django.urls import path

from shop.accounts.policy import leads_to_providers
from shop.accounts.views import addresses, consents, entrance, home, providers

urlpatterns = [
    path("", home.home, name="account_home"),
    path("profile/", home.profile, name="account_profile"),
    path("addresses/", addresses.book, name="account_addresses"),
    path("addresses/new/", addresses.edit, name="account_address_new"),
    path("addresses/put-back/", addresses.put_back, name="account_address_put_back"),
    path("addresses/<int:id>/", addresses.edit, name="account_address"),
    path("addresses/<int:id>/remove/", addresses.remove, name="account_address_remove"),
    path("addresses/<int:id>/first/", addresses.put_first, name="account_address_first"),
    path("consents/", consents.consents, name="account_consents"),
    path("login/", leads_to_providers(entrance.SignIn.as_view()), name="account_login"),
    path("login/code/", entrance.AskForCode.as_view(), name="account_request_login_code"),
    path("signup/", leads_to_providers(entrance.SignUp.as_view()), name="account_signup"),
    path("social/", providers.connections, name="socialaccount_connections"),
    path("social/signup/", social.signup, name="socialaccount_signup"),
    path("social/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("social/oidc/<slug:provider_id>/login/", providers.leave, name="openid_connect_login"),
    *(
        path(f"social/{name}/login/", providers.leave, {"provider_id": name}, name=f"{name}_login")
        for name in settings.IDENTITY.providers
        if name != "openid_connect"
    ),
]
