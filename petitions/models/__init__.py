from petitions.models.instruments import Addressee, AddresseeText, Instrument, InstrumentText
from petitions.models.petitions import (
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
)
from petitions.models.signatures import PetitionDay, Signature, TallyEntry
from petitions.models.sources import SourceLink

__all__ = [
    "Addressee",
    "AddresseeText",
    "Instrument",
    "InstrumentText",
    "Petition",
    "PetitionDay",
    "PetitionStep",
    "PetitionStepText",
    "PetitionText",
    "Signature",
    "SourceLink",
    "TallyEntry",
]
