"""Addresses: from basket to placed order."""

from django.urls import path

from shop.checkout import views

app_name = "checkout"
urlpatterns = [
    path("", views.page, name="page"),
    path("pay/", views.pay, name="pay"),
    path("keep/", views.keep, name="keep"),
    path("code/", views.code, name="code"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("leave/<slug:to>/", views.leave, name="leave"),
    path("express/", views.express, name="express"),
    path("cancelled/<str:reference>/", views.cancelled, name="cancelled"),
    path("done/<str:reference>/", views.done, name="done"),
    path("done/<str:reference>/state/", views.state, name="state"),
    path("done/<str:reference>/account/", views.account, name="account"),
]
