from django.urls import path, re_path

from events.organise import entries, programme_picture, programmes, stages

app_name = "programmes_organise"
urlpatterns = [
    path("", programmes.programme_list, name="list"),
    path("new/", programmes.add, name="add"),
    path("entries/<int:entry_id>/", entries.detail, name="entry"),
    path("entries/<int:entry_id>/place/", entries.place, name="place"),
    re_path(
        r"^entries/(?P<entry_id>\d+)/(?P<deed>return|decline)/$", entries.refuse, name="refuse"
    ),
    re_path(
        r"^entries/(?P<entry_id>\d+)/(?P<deed>accept|withdraw|agree|keep)/$",
        entries.decide,
        name="decide",
    ),
    path("<slug:slug>/", programmes.detail, name="detail"),
    path("<slug:slug>/text/", programmes.write, name="write"),
    path("<slug:slug>/change/", programmes.change, name="change"),
    path("<slug:slug>/picture/", programme_picture.picture, name="picture"),
    path("<slug:slug>/preview/", programmes.preview, name="preview"),
    path("<slug:slug>/hand-in/", entries.hand_in, name="hand_in"),
    path("<slug:slug>/stages/new/", stages.add, name="stage_add"),
    path("<slug:slug>/stages/<int:stage_id>/", stages.edit, name="stage"),
    path("<slug:slug>/stages/<int:stage_id>/remove/", stages.remove, name="stage_remove"),
    re_path(r"^(?P<slug>[-\w]+)/(?P<deed>publish|archive)/$", programmes.lead, name="lead"),
]
