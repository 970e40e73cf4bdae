"""A person's teams, behind the secret of their own page; included by mine_urls.py."""

from django.urls import path

from volunteers.views import team_announcements, team_coordinating, team_room

urlpatterns = [
    path("", team_room.mine_teams, name="mine_teams"),
    path("<slug:slug>/", team_room.room, name="team"),
    path("<slug:slug>/files/<int:file_id>/", team_room.file, name="team_file"),
    path("<slug:slug>/announcements/", team_announcements.choose, name="team_announcements"),
    path("<slug:slug>/leave/", team_room.leave, name="team_leave"),
    path("<slug:slug>/take-back/", team_room.take_back, name="team_take_back"),
    path("<slug:slug>/share/<slug:kind>/", team_coordinating.share, name="team_share"),
    path(
        "<slug:slug>/share/<slug:kind>/<int:pk>/remove/",
        team_coordinating.unshare,
        name="team_unshare",
    ),
    path(
        "<slug:slug>/people/<uuid:member_id>/accept/",
        team_coordinating.accept,
        name="team_accept",
    ),
    path(
        "<slug:slug>/people/<uuid:member_id>/role/",
        team_coordinating.change_role,
        name="team_role",
    ),
    path(
        "<slug:slug>/people/<uuid:member_id>/<slug:deed>/",
        team_coordinating.refuse,
        name="team_refuse",
    ),
]
