from petitions.models.changes import PetitionChange, PetitionChangeText
from petitions.models.contacts import Contact, ContactOffer, ContactWording
from petitions.models.deeds import Deed, DeedDay, DeedEntry
from petitions.models.exports import SignatureExport, SignatureExportPart
from petitions.models.figures import SignatureFigure, SignatureScan
from petitions.models.instruments import Addressee, AddresseeText, Instrument, InstrumentText
from petitions.models.moderation import Moderation, PetitionReview
from petitions.models.petitions import (
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
)
from petitions.models.signatures import PetitionDay, Signature, TallyEntry
from petitions.models.sources import SourceLink
from petitions.models.suspicions import Invalidation, Suspicion

__all__ = [
    "Addressee",
    "AddresseeText",
    "Contact",
    "ContactOffer",
    "ContactWording",
    "Deed",
    "DeedDay",
    "DeedEntry",
    "Instrument",
    "InstrumentText",
    "Invalidation",
    "Moderation",
    "Petition",
    "PetitionChange",
    "PetitionChangeText",
    "PetitionDay",
    "PetitionReview",
    "PetitionStep",
    "PetitionStepText",
    "PetitionText",
    "Signature",
    "SignatureExport",
    "SignatureExportPart",
    "SignatureFigure",
    "SignatureScan",
    "SourceLink",
    "Suspicion",
    "TallyEntry",
]
