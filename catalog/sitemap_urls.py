"""What crawlers ask for, outside the languages."""

from django.urls import path

from catalog import sitemaps

urlpatterns = [
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.file, name="sitemap-file"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
