"""Addresses: pieces of a page, fetched when country or postcode change."""

from django.urls import path

from shop.delivery import views

app_name = "delivery"
urlpatterns = [
    path("options/", views.options, name="options"),
    path("points/", views.points, name="points"),
]
