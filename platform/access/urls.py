from django.urls import path

from access.views import applications, tokens

app_name = "access"
urlpatterns = [
    path("", tokens.tokens, name="tokens"),
    path("new/", tokens.issue, name="issue"),
    path("<uuid:pk>/revoke/", tokens.revoke, name="revoke"),
    path("applications/<str:pk>/stop/", applications.stop, name="stop"),
]
