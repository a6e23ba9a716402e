"""Addresses: links that brought somebody."""

from django.urls import path

from shop.people import views

app_name = "touches"
urlpatterns = [
    path("<str:token>", views.follow, name="follow"),
    path("<str:token>/", views.follow),
]
