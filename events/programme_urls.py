from django.urls import path

from events import programme_views

app_name = "programmes"
urlpatterns = [
    path("", programme_views.programme_list, name="list"),
    path("<slug:slug>/", programme_views.detail, name="detail"),
]
