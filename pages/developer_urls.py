from django.urls import path

from pages import developers

app_name = "developers"
urlpatterns = [
    path("", developers.index, name="index"),
    path("<slug:name>/", developers.operation, name="operation"),
]
