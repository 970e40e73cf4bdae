"""Part of the namespace `volunteering`; included by urls.py."""

from django.urls import path

from volunteers.views import profile

urlpatterns = [
    # For whoever has an account with the same address.
    path("", profile.open_mine, name="open_mine"),
    path("<str:secret>/profile/", profile.mine_profile, name="mine_profile"),
    path("<str:secret>/profile/<uuid:supporter>/ways/", profile.my_ways, name="my_ways"),
    path("<str:secret>/profile/<uuid:supporter>/leave/", profile.leave, name="leave_campaign"),
]
