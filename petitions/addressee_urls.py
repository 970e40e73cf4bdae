from django.urls import path

from petitions.organise import addressees

app_name = "addressees_organise"
urlpatterns = [
    path("", addressees.addressee_list, name="list"),
    path("new/", addressees.add, name="add"),
    path("<slug:slug>/", addressees.detail, name="detail"),
    path("<slug:slug>/text/<str:language>/", addressees.text, name="text"),
]
