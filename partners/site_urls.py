from django.urls import path

from partners.organise import site

app_name = "site_organise"
urlpatterns = [
    path("", site.overview, name="overview"),
    path("tasks/new/", site.give, name="give"),
    path("tasks/<int:user_id>/", site.change, name="change"),
    path("switches/<str:part>/", site.switch, name="switch"),
]
