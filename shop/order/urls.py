"""Addresses: a buyer's orders."""

from django.urls import path

from shop.order import views

app_name = "order"
urlpatterns = [
    path("account/orders/", views.own_list, name="list"),
    path("account/orders/<slug:number>/", views.own, name="detail"),
    path("order/<slug:token>/", views.by_link, name="guest"),
]
