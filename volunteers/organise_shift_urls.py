"""Part of the namespace `volunteers_organise`; included by organise_urls.py."""

from django.urls import path, re_path

from volunteers.organise import (
    shift_lifecycle,
    shift_parts,
    shift_series,
    shift_templates,
    shifts,
)

urlpatterns = [
    path("", shifts.shift_list, name="shifts"),
    path("new/", shifts.add, name="add"),
    path("copy-day/", shift_series.copy_day, name="copy_day"),
    path("days/<str:day>/publish/", shift_lifecycle.publish_day, name="publish_day"),
    path("events/<slug:slug>/cancel/", shift_lifecycle.cancel_of_event, name="cancel_of_event"),
    path("templates/", shift_templates.templates, name="templates"),
    path("templates/<int:template_id>/", shift_templates.use, name="template"),
    path("templates/<int:template_id>/delete/", shift_templates.delete, name="template_delete"),
    path("<int:pk>/", shifts.detail, name="shift"),
    path("<int:pk>/text/", shifts.write, name="shift_text"),
    path("<int:pk>/time/", shift_parts.move, name="shift_time"),
    path("<int:pk>/change/<slug:part>/", shift_parts.change, name="change_shift"),
    path("<int:pk>/needs/new/", shift_parts.add_requirement, name="add_requirement"),
    path("<int:pk>/needs/<int:requirement_id>/", shift_parts.requirement, name="requirement"),
    path(
        "<int:pk>/needs/<int:requirement_id>/remove/",
        shift_parts.remove_requirement,
        name="remove_requirement",
    ),
    path("<int:pk>/repeat/", shift_series.repeat, name="repeat"),
    re_path(
        r"^(?P<pk>\d+)/repeat/(?P<deed>publish|cancel)/$",
        shift_lifecycle.lead_series,
        name="lead_series",
    ),
    path("<int:pk>/repeat/words/", shift_series.hand_words_on, name="hand_words_on"),
    path("<int:pk>/preview/<str:language>/", shifts.preview, name="shift_preview"),
    path("<int:pk>/template/", shift_templates.save, name="save_template"),
    re_path(
        r"^(?P<pk>\d+)/(?P<deed>publish|cancel|delete)/$", shift_lifecycle.lead, name="lead_shift"
    ),
]
