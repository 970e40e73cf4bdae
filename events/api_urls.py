from django.urls import path

from events.api import organising, reading, registering, registrations, steps

events = "events/<slug:slug>/"
organised = "organise/events/<slug:slug>/"
urlpatterns = [
    path("events/", reading.EventList.as_view(), name="api-event-list"),
    path(events, reading.EventDetail.as_view(), name="api-event-detail"),
    path(f"{events}texts/", reading.EventTexts.as_view(), name="api-event-texts"),
    path(f"{events}registrations/", registering.Registrations.as_view(), name="api-register"),
    path("registrations/confirmations/", registering.RegistrationConfirmations.as_view()),
    path("registrations/offers/", registering.RegistrationOffers.as_view()),
    path("registrations/cancellations/", registering.RegistrationCancellations.as_view()),
    path("programmes/", reading.ProgrammeList.as_view(), name="api-programme-list"),
    path("programmes/<slug:slug>/", reading.ProgrammeDetail.as_view()),
    path("organise/events/", organising.OrganisedEvents.as_view()),
    path(organised, organising.OrganisedEvent.as_view()),
    path(f"{organised}texts/<str:language>/", organising.OrganisedEventText.as_view()),
    path(f"{organised}announcement/", steps.Announcements.as_view()),
    path(f"{organised}postponement/", steps.Postponements.as_view()),
    path(f"{organised}cancellation/", steps.Cancellations.as_view()),
    path(f"{organised}notices/", steps.Notices.as_view()),
    path(f"{organised}registrations/", registrations.RegistrationList.as_view()),
    path(f"{organised}registrations/numbers/", registrations.RegistrationNumbers.as_view()),
    path(
        f"{organised}registrations/<uuid:registration>/arrival/",
        registrations.RegistrationArrival.as_view(),
    ),
    path(
        f"{organised}registrations/<uuid:registration>/cancellation/",
        registrations.RegistrationCancellation.as_view(),
    ),
]
