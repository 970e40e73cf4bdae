"""An organisation's webhooks: below it in the workspace."""

from django.urls import path, re_path

from webhooks import organise

app_name = "webhooks_organise"
urlpatterns = [
    path("", organise.endpoint_list, name="list"),
    path("new/", organise.add, name="add"),
    path("<int:endpoint_id>/", organise.detail, name="detail"),
    path("<int:endpoint_id>/change/", organise.change, name="change"),
    path("<int:endpoint_id>/key/", organise.rotate, name="rotate"),
    path("<int:endpoint_id>/remove/", organise.remove, name="remove"),
    re_path(r"^(?P<endpoint_id>\d+)/(?P<deed>pause|resume|test)/$", organise.lead, name="lead"),
    path("<int:endpoint_id>/deliveries/<int:delivery_id>/again/", organise.again, name="again"),
]
