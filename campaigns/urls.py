from django.urls import path

from campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaign_list, name="list"),
    # With dots, which no campaign's address has.
    path("feed.atom", views.feed_of_campaigns, name="feed_of_all"),
    path("updates.atom", views.feed_of_updates, name="feed_of_updates"),
    path("fields/", views.field_list, name="field_list"),
    path("fields/<slug:slug>/", views.field_detail, name="field_detail"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/feed/", views.feed, name="feed"),
    path("<slug:slug>/updates/<slug:update_slug>/", views.update_detail, name="update"),
    path("<slug:slug>/share.png", views.picture, name="share_image"),
]
