"""What programs are told of pages that have a frame, whatever they are written for."""

from django.urls import path

from partners.views.oembed import oembed

app_name = "oembed"
urlpatterns = [path("oembed/", oembed, name="answer")]
