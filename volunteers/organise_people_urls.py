"""Part of the namespace `volunteers_organise`; included by organise_urls.py."""

from django.urls import path

from volunteers.organise import people

urlpatterns = [
    path("", people.people, name="people"),
    path("<slug:slug>.csv", people.download, name="people_csv"),
]
