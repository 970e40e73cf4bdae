from petitions.models.instruments import Addressee, AddresseeText, Instrument, InstrumentText
from petitions.models.petitions import (
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
)
from petitions.models.signatures import PetitionDay, Signature, TallyEntry

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
    "TallyEntry",
]
