"""Part of the namespace `volunteering`; included by urls.py."""

from django.urls import include, path

from volunteers.views import (
    mine,
    my_calendar,
    my_hours,
    my_tasks,
    profile,
    taking,
)

urlpatterns = [
    # For whoever has an account with the same address.
    path("", profile.open_mine, name="open_mine"),
    path("<str:secret>/profile/", profile.mine_profile, name="mine_profile"),
    path("<str:secret>/profile/<uuid:supporter>/ways/", profile.my_ways, name="my_ways"),
    path("<str:secret>/profile/<uuid:supporter>/leave/", profile.leave, name="leave_campaign"),
    path("<str:secret>/hours/", my_hours.mine_hours, name="mine_hours"),
    path("<str:secret>/hours/certificate/", my_hours.make_certificate, name="make_certificate"),
    path("<str:secret>/hours/<str:code>.pdf", my_hours.certificate_file, name="certificate_file"),
    path(
        "<str:secret>/hours/<str:code>/withdraw/",
        my_hours.withdraw,
        name="withdraw_certificate",
    ),
    path("<str:secret>/tasks/", my_tasks.mine_tasks, name="mine_tasks"),
    path("<str:secret>/tasks/<int:pk>/", my_tasks.mine_task, name="mine_task"),
    path("<str:secret>/", mine.mine, name="mine"),
    path("<str:secret>/shifts/", taking.mine_shifts, name="mine_shifts"),
    path("<str:secret>/shifts/<int:requirement>/take/", taking.take, name="mine_take"),
    path("<str:secret>/signups/<uuid:signup>/leave/", mine.leave, name="mine_leave"),
    path("<str:secret>/signups/<uuid:signup>/stand-in/", taking.stand_in, name="mine_stand_in"),
    path(
        "<str:secret>/signups/<uuid:signup>/accept/",
        mine.deed,
        {"what": "accept"},
        name="mine_accept",
    ),
    path(
        "<str:secret>/signups/<uuid:signup>/look/", mine.deed, {"what": "look"}, name="mine_look"
    ),
    path(
        "<str:secret>/signups/<uuid:signup>/stop/", mine.deed, {"what": "stop"}, name="mine_stop"
    ),
    path("<str:secret>.ics", my_calendar.show, name="my_calendar"),
    path("<str:secret>/calendar/", my_calendar.manage, name="mine_calendar"),
    path("<str:secret>/teams/", include("volunteers.mine_team_urls")),
]
