"""The coordinators' pages under /organise/volunteering/."""

from django.urls import include, path

app_name = "volunteers_organise"
urlpatterns = [
    path("shifts/", include("volunteers.organise_shift_urls")),
    path("board/", include("volunteers.organise_board_urls")),
    path("hours/", include("volunteers.organise_hours_urls")),
    path("people/", include("volunteers.organise_people_urls")),
    path("tasks/", include("volunteers.organise_task_urls")),
    path("figures/", include("volunteers.organise_figures_urls")),
]
