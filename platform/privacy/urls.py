from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("<str:secret>/", views.self_service, name="self_service"),
    path("<str:secret>/export/", views.export, name="export"),
    path("<str:secret>/erase/", views.erase, name="erase"),
    path(
        "<str:secret>/consents/<int:consent_id>/withdraw/",
        views.withdraw_consent,
        name="withdraw_consent",
    ),
]
