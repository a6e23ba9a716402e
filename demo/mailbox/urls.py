"""The mailbox of the demo."""

from django.urls import path

from demo.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mailbox, name="list"),
    path("<str:key>/", views.mail, name="mail"),
    path("<str:key>/body/", views.body, name="body"),
]
