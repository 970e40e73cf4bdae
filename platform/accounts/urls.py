"""Our own pages under the namespace, allauth's beside them without one."""

from django.urls import include, path

from accounts import views

own = [
    path("", views.home, name="home"),
    path("close/", views.close, name="close"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include("allauth.urls")),
]
