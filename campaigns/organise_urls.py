from django.urls import path, re_path

from campaigns.organise import campaigns, lifecycle, news, partners, pictures, plans, updates

app_name = "campaigns_organise"
urlpatterns = [
    path("", campaigns.campaign_list, name="list"),
    path("new/", campaigns.add, name="add"),
    path("order/", campaigns.order, name="order"),
    path("<slug:slug>/", campaigns.detail, name="detail"),
    path("<slug:slug>/text/", campaigns.write, name="write"),
    path("<slug:slug>/settings/", campaigns.settle, name="settings"),
    path("<slug:slug>/picture/", pictures.picture, name="picture"),
    path("<slug:slug>/preview/<str:language>/", campaigns.preview, name="preview"),
    path("<slug:slug>/publish/", lifecycle.publish, name="publish"),
    path("<slug:slug>/schedule/", lifecycle.schedule, name="schedule"),
    path("<slug:slug>/archive/", lifecycle.archive, name="archive"),
    path("<slug:slug>/partners/", partners.partner_list, name="partners"),
    path(
        "<slug:slug>/partners/invite/<slug:organisation>/", partners.invite, name="invite_partner"
    ),
    path(
        "<slug:slug>/partners/<int:endorsement_id>/accept/", partners.accept, name="accept_partner"
    ),
    re_path(
        r"^(?P<slug>[-\w]+)/partners/(?P<endorsement_id>\d+)/(?P<deed>decline|retract|end)/$",
        partners.say_no,
        name="partner_no",
    ),
    path("<slug:slug>/updates/", updates.update_list, name="updates"),
    path("<slug:slug>/updates/new/", updates.add, name="update_add"),
    path("<slug:slug>/updates/<int:update_id>/", updates.detail, name="update"),
    path("<slug:slug>/updates/<int:update_id>/text/", updates.write, name="update_write"),
    path(
        "<slug:slug>/updates/<int:update_id>/schedule/", updates.schedule, name="update_schedule"
    ),
    path(
        "<slug:slug>/updates/<int:update_id>/preview/<str:language>/",
        updates.preview,
        name="update_preview",
    ),
    path("<slug:slug>/updates/<int:update_id>/mail/test/", news.test, name="news_test"),
    path(
        "<slug:slug>/updates/<int:update_id>/mail/schedule/", news.schedule, name="news_schedule"
    ),
    path("<slug:slug>/updates/<int:update_id>/mail/start/", news.start, name="news_start"),
    path("<slug:slug>/updates/<int:update_id>/mail/figures/", news.figures, name="news_figures"),
    re_path(
        r"^(?P<slug>[-\w]+)/updates/(?P<update_id>\d+)/(?P<deed>publish|take-back)/$",
        updates.lead,
        name="update_lead",
    ),
    re_path(
        r"^(?P<slug>[-\w]+)/updates/(?P<update_id>\d+)/mail/"
        r"(?P<deed>pause|resume|cancel|again)/$",
        news.lead,
        name="news_lead",
    ),
    path("<slug:slug>/goals/new/", plans.goal, name="goal_add"),
    path("<slug:slug>/goals/<int:goal_id>/", plans.goal, name="goal"),
    path("<slug:slug>/milestones/new/", plans.milestone, name="milestone_add"),
    path("<slug:slug>/milestones/<int:milestone_id>/", plans.milestone, name="milestone"),
    re_path(
        r"^(?P<slug>[-\w]+)/(?P<kind>goal|milestone)/(?P<part_id>\d+)/remove/$",
        plans.remove,
        name="remove",
    ),
    path("<slug:slug>/team/new/", plans.join_team, name="join_team"),
    path("<slug:slug>/team/<int:member_id>/", plans.change_team, name="change_team"),
]
