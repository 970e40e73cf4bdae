from django.urls import path, re_path

from events.organise import (
    checking_in,
    events,
    hosts,
    lifecycle,
    pictures,
    registrations,
    repeating,
    venues,
)

app_name = "events_organise"
urlpatterns = [
    path("", events.event_list, name="list"),
    path("new/", events.add, name="add"),
    path("parts/", hosts.parts, name="parts"),
    re_path(
        r"^parts/(?P<host_id>\d+)/(?P<deed>accept|decline|withdraw)/$", hosts.decide, name="decide"
    ),
    re_path(
        r"^parts/(?P<host_id>\d+)/series/(?P<deed>accept|decline)/$",
        repeating.answer,
        name="answer_for_series",
    ),
    path("venues/", venues.venue_list, name="venues"),
    path("venues/new/", venues.add, name="venue_add"),
    path("venues/<slug:slug>/", venues.edit, name="venue"),
    path("venues/<slug:slug>/text/", venues.write, name="venue_text"),
    path("<slug:slug>/", events.detail, name="detail"),
    path("<slug:slug>/text/", events.write, name="write"),
    path("<slug:slug>/picture/", pictures.picture, name="picture"),
    path("<slug:slug>/notice/", events.notify, name="notice"),
    path("<slug:slug>/preview/<str:language>/", events.preview, name="preview"),
    path("<slug:slug>/hosts/", hosts.find_host, name="find_host"),
    path("<slug:slug>/hosts/<slug:organisation>/invite/", hosts.invite, name="invite"),
    path("<slug:slug>/hosts/<int:host_id>/allow/", hosts.allow, name="allow"),
    path("<slug:slug>/join/", hosts.join, name="join"),
    re_path(
        r"^(?P<slug>[-\w]+)/(?P<deed>confirm|postpone|cancel|delete)/$",
        lifecycle.lead,
        name="lead",
    ),
    path("<slug:slug>/registrations/", registrations.registrations, name="registrations"),
    path("<slug:slug>/registrations.csv", registrations.download, name="registrations_csv"),
    path(
        "<slug:slug>/registrations/<uuid:registration>/cancel/",
        registrations.cancel_one,
        name="cancel_one",
    ),
    path("<slug:slug>/check-in/", checking_in.door, name="check_in"),
    path("<slug:slug>/check-in/walk-ins/", checking_in.walk_ins, name="walk_ins"),
    path(
        "<slug:slug>/check-in/<uuid:registration>/",
        checking_in.check_in_one,
        name="check_in_one",
    ),
    path("<slug:slug>/repeat/", repeating.repeat, name="repeat"),
    re_path(
        r"^(?P<slug>[-\w]+)/repeat/(?P<part>time|place)/$", repeating.follow, name="following"
    ),
    re_path(
        r"^(?P<slug>[-\w]+)/repeat/(?P<deed>announce|end)/$", repeating.lead, name="lead_series"
    ),
    path("<slug:slug>/change/<slug:part>/", events.change, name="change"),
]
