from django.urls import path

from petitions import views

app_name = "petitions"
urlpatterns = [
    # First what a wave asks for: each line before it is tried for everybody.
    path("<slug:slug>/sign/", views.sign, name="sign"),
    path("<slug:slug>/confirm/<str:secret>/", views.confirm, name="confirm"),
    path("", views.petition_list, name="list"),
    path("feed.atom", views.feed, name="feed"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/count.json", views.count, name="count"),
    path("<slug:slug>/data/", views.data, name="data"),
    path("<slug:slug>/data/<slug:name>.<slug:kind>", views.data_file, name="data_file"),
    path("<slug:slug>/share.png", views.picture, name="share_image"),
    path("<slug:slug>/sign/sent/", views.sent, name="sent"),
    path("<slug:slug>/versions/<int:version>/", views.version, name="version"),
    path("<slug:slug>/thanks/", views.thanks, name="thanks"),
    path("<slug:slug>/confirm/<str:secret>/again/", views.send_again, name="send_again"),
    path("signatures/<str:secret>/<uuid:signature>/withdraw/", views.withdraw, name="withdraw"),
    path("signatures/<str:secret>/<uuid:signature>/name/", views.show_name, name="show_name"),
]
