"""What stands outside of every language: the front door, and what machines ask for."""

from django.urls import path

from pages import machines

urlpatterns = [
    path("", machines.front_door, name="front_door"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_xml, name="sitemap"),
]
