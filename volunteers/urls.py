"""Everything about volunteering but shifts and teams, which have addresses of their own."""

from django.urls import include, path

app_name = "volunteering"
urlpatterns = [
    path("join/", include("volunteers.joining_urls")),
    path("tasks/", include("volunteers.task_urls")),
    path("certificates/", include("volunteers.certificate_urls")),
    # Behind the secret of the self-service page.
    path("mine/", include("volunteers.mine_urls")),
]
