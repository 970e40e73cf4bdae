"""Part of the namespace `volunteering`; included by urls.py."""

from django.urls import path
from django.urls.resolvers import URLPattern

from volunteers.views import tasks

urlpatterns: list[URLPattern] = [
    path("", tasks.task_list, name="tasks"),
    path("<int:pk>/", tasks.task, name="task"),
]
