"""An organisation's pages about the campaigns it stands behind."""

from django.urls import path, re_path

from campaigns.organise import endorsements

app_name = "endorsements_organise"
urlpatterns = [
    path("", endorsements.endorsement_list, name="list"),
    path("ask/<slug:campaign>/", endorsements.ask, name="ask"),
    path("<int:endorsement_id>/", endorsements.detail, name="detail"),
    path("<int:endorsement_id>/accept/", endorsements.accept, name="accept"),
    path("<int:endorsement_id>/wording/", endorsements.reword, name="reword"),
    re_path(
        r"^(?P<endorsement_id>\d+)/(?P<deed>decline|retract|withdraw)/$",
        endorsements.say_no,
        name="no",
    ),
]
