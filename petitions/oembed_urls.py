"""What programs are told of petitions, whatever they are written for."""

from django.urls import path

from petitions.views.oembed import oembed

app_name = "oembed"
urlpatterns = [path("oembed/", oembed, name="petition")]
