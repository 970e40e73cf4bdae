"""What is the same in every language: colours of embedded pages, and the script."""

from django.urls import path

from partners.views import embedding

app_name = "embed"
urlpatterns = [
    path("embed/colours/<slug:digits>.css", embedding.colours, name="colours"),
    path("embed/mitstimme.js", embedding.script, name="script"),
]
