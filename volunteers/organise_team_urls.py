from django.urls import path, re_path

from volunteers.organise import team_members, teams

app_name = "teams_organise"
urlpatterns = [
    path("", teams.team_list, name="list"),
    path("new/", teams.add, name="add"),
    path("<slug:slug>/", teams.detail, name="detail"),
    path("<slug:slug>/text/", teams.write, name="write"),
    path("<slug:slug>/settings/", teams.change, name="change"),
    path("<slug:slug>/preview/", teams.preview, name="preview"),
    path("<slug:slug>/members/", team_members.members, name="members"),
    path("<slug:slug>/people/<uuid:member_id>/accept/", team_members.accept, name="accept"),
    path("<slug:slug>/people/<uuid:member_id>/role/", team_members.change_role, name="role"),
    path("<slug:slug>/people/<uuid:member_id>/<slug:deed>/", team_members.refuse, name="refuse"),
    path("<slug:slug>/share/<slug:kind>/", team_members.share, name="share"),
    path("<slug:slug>/share/<slug:kind>/<int:pk>/remove/", team_members.unshare, name="unshare"),
    path("<slug:slug>/files/<int:file_id>/", team_members.file, name="file"),
    re_path(r"^(?P<slug>[-\w]+)/(?P<deed>open|close|delete)/$", teams.lead, name="lead"),
]
