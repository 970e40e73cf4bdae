from django.urls import path

from events import calendar_views, my_calendar_views, views

app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
    # With dots and folders, which no event's address has.
    path("calendar.ics", calendar_views.listed, name="calendar"),
    path("feed.atom", calendar_views.feed, name="feed"),
    path("calendar/campaigns/<slug:slug>.ics", calendar_views.of_campaign, name="of_campaign"),
    path("calendar/programmes/<slug:slug>.ics", calendar_views.of_programme, name="of_programme"),
    path(
        "calendar/organisations/<slug:slug>.ics",
        calendar_views.of_organisation,
        name="of_organisation",
    ),
    path(
        "calendar/organisations/<slug:slug>.atom",
        calendar_views.feed_of_organisation,
        name="feed_of_organisation",
    ),
    path("<slug:slug>/event.ics", calendar_views.one_event, name="calendar_file"),
    path("my/<str:secret>.ics", my_calendar_views.show, name="my_calendar"),
    path("my/<str:secret>/calendar/", my_calendar_views.manage, name="manage_my_calendar"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/share.png", views.picture, name="share_image"),
    path("<slug:slug>/register/", views.register, name="register"),
    path("<slug:slug>/register/sent/", views.registered, name="registered"),
    path("<slug:slug>/confirm/<str:secret>/", views.confirm, name="confirm"),
    path("<slug:slug>/offer/<str:secret>/", views.offer, name="offer"),
    path("<slug:slug>/cancel/<str:secret>/", views.cancel, name="cancel"),
    path("<slug:slug>/ticket/<str:code>/", views.ticket, name="ticket"),
    path(
        "registrations/<str:secret>/<uuid:registration>/cancel/",
        views.cancel_mine,
        name="cancel_mine",
    ),
    path(
        "registrations/<str:secret>/<uuid:registration>/fewer/",
        views.bring_fewer,
        name="bring_fewer",
    ),
]
