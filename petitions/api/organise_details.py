"""What a program wants of a petition's details, asked by the questions of the guided form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from campaigns.models import Campaign
from petitions.forms.addressees import AddresseeForm
from petitions.forms.guided import CampaignForm, DatesForm, GoalForm, InstrumentForm
from petitions.models import Addressee, Instrument, Petition

# The form's names for what has another one here.
RENAMED = {
    "opens_on": "opens_at",
    "opens_time": "opens_at",
    "closes_on": "closes_at",
    "closes_time": "closes_at",
    "name": "new_addressee.name",
    "description": "new_addressee.description",
    "website": "new_addressee.website",
}

type Sent = Mapping[str, Any]


def state_told(petition: Petition) -> dict[str, Any]:
    """What a change could be wrong about: neither its number nor the language asked for."""
    names = (
        "slug", "state", "review", "is_approved", "campaign_id", "addressee_id", "instrument_id",
        "goal", "opens_at", "closes_at", "published_version", "draft_version",
    )  # fmt: skip
    return {name: getattr(petition, name) for name in names}


def wanted(user: Any, petition: Petition, sent: Sent) -> dict[str, Any]:
    """The values as services.set_details takes them; a new addressee is still a dict.

    Raises ValidationError with the forms' sentences, all of them at once.
    """
    values: dict[str, Any] = {}
    errors: dict[str, list[ValidationError]] = {}
    for names, ask, take in QUESTIONS:
        if not names & sent.keys():
            continue
        form = ask(user, petition, sent)
        if form.is_valid():
            values |= take(form, sent)
        else:
            for name, reasons in form.errors.as_data().items():
                errors.setdefault(RENAMED.get(name, name), []).extend(reasons)
    if errors:
        raise ValidationError(errors)
    return values


def key_of(model: type[Model], slug: str) -> int:
    """Of what has this slug; 0, which no form knows, where nothing has."""
    return model._default_manager.filter(slug=slug).values_list("pk", flat=True).first() or 0


def _campaign(user: Any, petition: Petition, sent: Sent) -> forms.Form:
    return CampaignForm(user, {"campaign": key_of(Campaign, sent["campaign"])})


def _addressee(user: Any, petition: Petition, sent: Sent) -> forms.Form:
    chosen = key_of(Addressee, sent["addressee"]) if "addressee" in sent else ""
    return AddresseeForm({"addressee": chosen, **sent.get("new_addressee", {})})


def _goal(user: Any, petition: Petition, sent: Sent) -> forms.Form:
    return GoalForm({"goal": sent["goal"]})


def _dates(user: Any, petition: Petition, sent: Sent) -> forms.Form:
    data: dict[str, Any] = {}
    for name in ("opens", "closes"):
        at = sent.get(f"{name}_at", getattr(petition, f"{name}_at"))
        if at is not None:
            local = timezone.localtime(at)
            data |= {f"{name}_on": local.date(), f"{name}_time": local.time()}
    return DatesForm(data, is_open=petition.state == Petition.State.OPEN)


def _instrument(user: Any, petition: Petition, sent: Sent) -> forms.Form:
    return InstrumentForm({"instrument": key_of(Instrument, sent["instrument"])})


def _answers(form: Any, sent: Sent) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _chosen_addressee(form: Any, sent: Sent) -> dict[str, Any]:
    data = form.cleaned_data
    new = {name: data[name] for name in ("name", "website", "description")}
    return {"addressee": data["addressee"] or new}


def _moments(form: Any, sent: Sent) -> dict[str, Any]:
    """An opening date that can't be set any more is left for the service to refuse."""
    asked = {name: sent[name] for name in ("opens_at", "closes_at") if name in sent}
    return asked | {name: value for name, value in form.values.items() if name in asked}


QUESTIONS: tuple[tuple[frozenset[str], Callable[..., Any], Callable[..., dict[str, Any]]], ...] = (
    (frozenset({"campaign"}), _campaign, _answers),
    (frozenset({"addressee", "new_addressee"}), _addressee, _chosen_addressee),
    (frozenset({"goal"}), _goal, _answers),
    (frozenset({"opens_at", "closes_at"}), _dates, _moments),
    (frozenset({"instrument"}), _instrument, _answers),
)
