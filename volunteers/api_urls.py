from django.urls import path

from volunteers.api import reading, signing_up

shifts = "shifts/<int:pk>/"
urlpatterns = [
    path("shifts/", reading.ShiftList.as_view(), name="api-shift-list"),
    path(shifts, reading.ShiftDetail.as_view(), name="api-shift-detail"),
    path(f"{shifts}sign-ups/", signing_up.SignUps.as_view(), name="api-sign-up"),
    path("sign-ups/confirmations/", signing_up.SignUpConfirmations.as_view()),
    path("sign-ups/offers/", signing_up.SignUpOffers.as_view()),
    path("sign-ups/departures/", signing_up.SignUpDepartures.as_view()),
    path("tasks/", reading.TaskList.as_view(), name="api-task-list"),
    path("tasks/<int:pk>/", reading.TaskDetail.as_view(), name="api-task-detail"),
    path("teams/", reading.TeamList.as_view(), name="api-team-list"),
    path("teams/<slug:slug>/", reading.TeamDetail.as_view(), name="api-team-detail"),
]
