from django.urls import path

from petitions.organise import instruments

app_name = "instruments_organise"
urlpatterns = [
    path("", instruments.instrument_list, name="list"),
    path("<slug:slug>/", instruments.detail, name="detail"),
    path("<slug:slug>/edit/", instruments.edit, name="edit"),
    path("<slug:slug>/text/<str:language>/", instruments.text, name="text"),
]
