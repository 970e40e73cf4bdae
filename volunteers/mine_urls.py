"""Part of the namespace `volunteering`; included by urls.py."""

from django.urls import path

from volunteers.views import (
    my_hours,
    my_tasks,
    profile,
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
]
