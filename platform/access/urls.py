from django.urls import path

from access import views

app_name = "access"
urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("new/", views.issue, name="issue"),
    path("<uuid:pk>/revoke/", views.revoke, name="revoke"),
]
