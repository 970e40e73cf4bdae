"""Part of the namespace `volunteering`; included by urls.py."""

from django.urls import path

from volunteers.views import joining

urlpatterns = [
    path("<slug:slug>/", joining.join, name="join"),
    path("<slug:slug>/sent/", joining.join_sent, name="join_sent"),
    path("<slug:slug>/confirm/<str:secret>/", joining.confirm_joining, name="confirm_joining"),
]
