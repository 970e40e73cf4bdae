"""Part of the namespace `volunteers_organise`; included by organise_urls.py."""

from django.urls import path
from django.urls.resolvers import URLPattern

from volunteers.organise import claims, tasks

urlpatterns: list[URLPattern] = [
    path("", tasks.task_list, name="tasks"),
    path("add/", tasks.add, name="task_add"),
    path("<int:pk>/", tasks.detail, name="task"),
    path("<int:pk>/text/", tasks.write, name="task_write"),
    path("<int:pk>/settings/", tasks.edit, name="task_edit"),
    path("<int:pk>/<str:deed>/", tasks.lead, name="task_lead"),
    path("<int:pk>/claims/<uuid:claim>/", claims.decide, name="task_claim"),
]
