"""Part of the namespace `volunteers_organise`; included by organise_urls.py."""

from django.urls import path
from django.urls.resolvers import URLPattern

from volunteers.organise import checking_in, hours

urlpatterns: list[URLPattern] = [
    path("", hours.hours, name="hours"),
    path("<int:pk>/", hours.shift_hours, name="shift_hours"),
    path("<int:pk>/check-in/", checking_in.check_in, name="check_in"),
    path("<int:pk>/check-in/<uuid:signup>/", checking_in.check_in_one, name="check_in_one"),
    path("<int:pk>/walk-ins/", checking_in.walk_in, name="walk_in"),
    path("<int:pk>/unnamed/", checking_in.unnamed, name="unnamed"),
    path("scan/<str:code>/", checking_in.scan, name="scan"),
]
