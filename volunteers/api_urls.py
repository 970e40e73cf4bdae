from django.urls import path

from volunteers.api import (
    organised_tasks,
    organising,
    people,
    planning,
    reading,
    signing_up,
    steps,
    taking_tasks,
    task_steps,
)

shifts = "shifts/<int:pk>/"
organised = "organise/shifts/<int:pk>/"
task = "organise/tasks/<int:pk>/"
claim = f"{task}claims/<uuid:claim>/"
urlpatterns = [
    path("shifts/", reading.ShiftList.as_view(), name="api-shift-list"),
    path(shifts, reading.ShiftDetail.as_view(), name="api-shift-detail"),
    path(f"{shifts}sign-ups/", signing_up.SignUps.as_view(), name="api-sign-up"),
    path("sign-ups/confirmations/", signing_up.SignUpConfirmations.as_view()),
    path("sign-ups/offers/", signing_up.SignUpOffers.as_view()),
    path("sign-ups/departures/", signing_up.SignUpDepartures.as_view()),
    path("tasks/", reading.TaskList.as_view(), name="api-task-list"),
    path("tasks/<int:pk>/", reading.TaskDetail.as_view(), name="api-task-detail"),
    path("tasks/<int:pk>/claims/", taking_tasks.TaskClaiming.as_view(), name="api-take-task"),
    path("tasks/<int:pk>/results/", taking_tasks.TaskResults.as_view()),
    path("tasks/<int:pk>/departures/", taking_tasks.TaskDepartures.as_view()),
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
    path(task, organised_tasks.OrganisedTask.as_view()),
    path(f"{task}texts/<str:language>/", organised_tasks.OrganisedTaskText.as_view()),
    path(f"{task}publication/", task_steps.Publication.as_view()),
    path(f"{task}closing/", task_steps.Closing.as_view()),
    path(f"{task}reopening/", task_steps.Reopening.as_view()),
    path(f"{task}claims/", task_steps.TaskClaims.as_view()),
    path(f"{claim}approval/", task_steps.Approval.as_view()),
    path(f"{claim}return/", task_steps.Returning.as_view()),
    path(f"{claim}release/", task_steps.Release.as_view()),
]
