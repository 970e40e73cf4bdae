from events.models.access import FEATURES, OwnPresence, Presence
from events.models.events import (
    Event,
    EventLanguage,
    EventQuerySet,
    EventSeries,
    EventSpeaker,
    EventText,
)
from events.models.hosts import EventHost
from events.models.notices import EventNotice, EventNoticeText
from events.models.programmes import (
    Programme,
    ProgrammeChange,
    ProgrammeEntry,
    ProgrammeEntryQuerySet,
    ProgrammeQuerySet,
    ProgrammeText,
    Stage,
    StageText,
)
from events.models.registrations import AccessNeeds, EventPlaces, Registration
from events.models.venues import Venue, VenueText

__all__ = [
    "FEATURES",
    "AccessNeeds",
    "Event",
    "EventHost",
    "EventLanguage",
    "EventNotice",
    "EventNoticeText",
    "EventPlaces",
    "EventQuerySet",
    "EventSeries",
    "EventSpeaker",
    "EventText",
    "OwnPresence",
    "Presence",
    "Programme",
    "ProgrammeChange",
    "ProgrammeEntry",
    "ProgrammeEntryQuerySet",
    "ProgrammeQuerySet",
    "ProgrammeText",
    "Registration",
    "Stage",
    "StageText",
    "Venue",
    "VenueText",
]
