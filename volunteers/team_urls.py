from django.urls import path

from volunteers.views import applying, team_announcements, teams

app_name = "teams"
urlpatterns = [
    path("", teams.team_list, name="list"),
    path("<slug:slug>/", teams.detail, name="detail"),
    path("<slug:slug>/apply/", applying.apply, name="apply"),
    path("<slug:slug>/apply/sent/", applying.applied, name="applied"),
    path("<slug:slug>/confirm/<str:secret>/", applying.confirm, name="confirm"),
    path(
        "<slug:slug>/unsubscribe/<str:secret>/",
        team_announcements.unsubscribe,
        name="unsubscribe",
    ),
]
