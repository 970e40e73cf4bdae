from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [
    path("", views.organisation_list, name="list"),
    path("feed.atom", views.feed, name="feed"),
    # Before the slugs; services.organisations keeps these words free.
    path("apply/", views.apply, name="apply"),
    path("apply/similar/", views.similar, name="similar"),
    path("apply/<int:application_id>/", views.application, name="application"),
    path("apply/<int:application_id>/change/", views.change, name="application_change"),
    path("apply/<int:application_id>/take-back/", views.take_back, name="application_take_back"),
    path("<slug:slug>/", views.detail, name="detail"),
]
