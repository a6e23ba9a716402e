"""The home page, and pages of text below help/."""

from django.urls import path

from shop.content import views

app_name = "content"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/<slug:slug>/", views.page, name="page"),
]
