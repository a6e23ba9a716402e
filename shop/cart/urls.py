"""Addresses: the basket."""

from django.urls import path

from shop.cart import views

app_name = "cart"
urlpatterns = [
    path("", views.basket, name="basket"),
    path("add/", views.add, name="add"),
    path("line/<int:pk>/", views.line, name="line"),
    path("code/", views.code, name="code"),
    path("undo/", views.undo, name="undo"),
]
