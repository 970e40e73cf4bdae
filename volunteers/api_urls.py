from django.urls import path

from volunteers.api import (
    organised_tasks,
    organising,
    people,
    planning,
    reading,
    signing_up,
    steps,
)

shifts = "shifts/<int:pk>/"
organised = "organise/shifts/<int:pk>/"
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
    path("organise/shifts/", organising.OrganisedShifts.as_view()),
    path(organised, organising.OrganisedShift.as_view()),
    path(f"{organised}time/", planning.OrganisedShiftTime.as_view()),
    path(f"{organised}texts/<str:language>/", planning.OrganisedShiftText.as_view()),
    path(f"{organised}requirements/", planning.Requirements.as_view()),
    path(f"{organised}requirements/<int:requirement>/", planning.OneRequirement.as_view()),
    path(f"{organised}publication/", steps.Publication.as_view()),
    path(f"{organised}cancellation/", steps.Cancellation.as_view()),
    path(f"{organised}people/", people.ShiftPeople.as_view()),
    path(f"{organised}people/<uuid:signup>/presence/", people.ShiftArrival.as_view()),
    path("organise/tasks/", organised_tasks.OrganisedTasks.as_view()),
    path("organise/tasks/<int:pk>/", organised_tasks.OrganisedTask.as_view()),
]
