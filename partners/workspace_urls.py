from django.urls import path

from partners.organise import home

app_name = "organise"
urlpatterns = [
    path("", home.home, name="home"),
    path("held/", home.held, name="held"),
    path("preview/", home.preview, name="preview"),
]
