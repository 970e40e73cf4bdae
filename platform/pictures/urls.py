from django.urls import re_path

from pictures import views

app_name = "pictures"
urlpatterns = [
    re_path(r"^pictures/(?P<digest>[0-9a-f]{32})\.(?P<kind>webp|jpeg)$", views.file, name="file"),
]
