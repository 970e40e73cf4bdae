from django.urls import path

from partners.organise import applications, fields, site

app_name = "site_organise"
urlpatterns = [
    path("", site.overview, name="overview"),
    path("tasks/new/", site.give, name="give"),
    path("tasks/<int:user_id>/", site.change, name="change"),
    path("organisations/", applications.queue, name="applications"),
    path("organisations/<int:application_id>/", applications.review, name="application"),
    path("organisations/<slug:slug>/mark/", applications.mark, name="mark"),
    path("organisations/<slug:slug>/reopen/", applications.reopen, name="reopen"),
    path("fields/", fields.field_list, name="fields"),
    path("fields/new/", fields.add, name="field_add"),
    path("fields/<slug:slug>/", fields.edit, name="field"),
    path("fields/<slug:slug>/remove/", fields.remove, name="field_remove"),
    path("switches/<str:part>/", site.switch, name="switch"),
]
