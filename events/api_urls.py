from django.urls import path

from events.api import (
    deciding,
    entries,
    organising,
    programmes,
    reading,
    registering,
    registrations,
    stages,
    steps,
    venues,
)

events = "events/<slug:slug>/"
organised = "organise/events/<slug:slug>/"
programme = "organise/programmes/<slug:slug>/"
stage = f"{programme}stages/<int:stage_id>/"
entry = "organise/entries/<int:entry_id>/"
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
    path("organise/venues/", venues.Venues.as_view()),
    path("organise/programmes/", programmes.OrganisedProgrammes.as_view()),
    path(programme, programmes.OrganisedProgramme.as_view()),
    path(f"{programme}texts/<str:language>/", programmes.OrganisedProgrammeText.as_view()),
    path(f"{programme}publication/", programmes.Publication.as_view()),
    path(f"{programme}archival/", programmes.Archival.as_view()),
    path(f"{programme}entries/", entries.ProgrammeEntries.as_view()),
    path(f"{programme}stages/", stages.OrganisedStages.as_view()),
    path(stage, stages.OrganisedStage.as_view()),
    path(f"{stage}texts/<str:language>/", stages.OrganisedStageText.as_view()),
    path("organise/entries/", entries.OwnEntries.as_view()),
    path(entry, entries.OneEntry.as_view()),
    path(f"{entry}place/", entries.EntryPlace.as_view()),
    path(f"{entry}acceptance/", deciding.Acceptance.as_view()),
    path(f"{entry}return/", deciding.Returning.as_view()),
    path(f"{entry}refusal/", deciding.Declining.as_view()),
    path(f"{entry}withdrawal/", deciding.Withdrawal.as_view()),
    path(f"{entry}proposal/", deciding.Proposal.as_view()),
]
