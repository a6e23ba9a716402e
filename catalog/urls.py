"""Categories, products, search."""

from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("c/<path:path>/", views.category, name="category"),
    path("p/<slug:slug>/", views.product, name="product"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
]
