from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
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
