"""What the workspace's first page and the trail know of petitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.rules import is_moderator
from partners.models import Membership, Organisation, OrganisationQuerySet
from partners.rules import open_to
from partners.workspace import attention, trail, translatable
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind
from petitions import contact_workspace, services
from petitions.models import (
    Addressee,
    AddresseeText,
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
    SignatureExport,
    Suspicion,
)
from petitions.models.exports import EXPORT_KEPT
from petitions.rules import may_word

SOON = timedelta(days=7)
UNPUBLISHED_TOO_LONG = timedelta(days=7)


def submitted(user: User) -> Iterator[Waiting]:
    """For moderators: what is to be looked through."""
    if not is_moderator(user):
        return
    for petition in Petition.objects.submitted().select_related("initiator").with_texts():
        yield Waiting(
            _("Look a petition through: %(title)s") % {"title": petition},
            reverse("petitions_organise:review", args=[petition.slug]),
            Urgency.NOW,
            petition.initiator.name,
            petition.submitted_at,
            "shield-check",
        )


def own(user: User) -> Iterator[Waiting]:
    """For editors: what came back, what is due soon, and what lies about unpublished."""
    now = timezone.now()
    waiting = (
        Q(review=Petition.Review.RETURNED)
        | Q(state=Petition.State.DRAFT, is_approved=False, opens_at__lt=now + SOON)
        | Q(state=Petition.State.OPEN, closes_at__lt=now + SOON)
        | Q(draft_version__isnull=False, change_begun_at__lt=now - UNPUBLISHED_TOO_LONG)
    )
    petitions = (
        Petition.objects.filter(initiator__in=open_to(user, Membership.Role.EDITOR))
        .filter(waiting, state__in=[Petition.State.DRAFT, Petition.State.OPEN])
        .select_related("initiator")
        .with_texts()
    )
    for petition in petitions:
        yield from _about(petition, now)


def _about(petition: Petition, now: datetime) -> Iterator[Waiting]:
    def waiting(
        sentence: str, name: str, urgency: Urgency, at: datetime | None, icon: str
    ) -> Waiting:
        url = reverse(f"petitions_organise:{name}", args=[petition.slug])
        told = sentence % {"title": petition}
        return Waiting(told, url, urgency, petition.initiator.name, at, icon)

    soon = now + SOON
    if petition.review == Petition.Review.RETURNED:
        sentence = _("Came back with a reason: %(title)s")
        yield waiting(sentence, "detail", Urgency.NOW, None, "rotate-ccw")
    if petition.state == Petition.State.DRAFT:
        if petition.opens_at and petition.opens_at < soon and not petition.is_approved:
            sentence = _("Is to open soon and is not published: %(title)s")
            yield waiting(sentence, "check", Urgency.NOW, petition.opens_at, "calendar")
        return
    if petition.closes_at and petition.closes_at < soon:
        sentence = _("Closes soon: %(title)s")
        yield waiting(sentence, "detail", Urgency.SOON, petition.closes_at, "clock")
    if petition.draft_version is not None and not petition.is_submitted:
        begun = petition.change_begun_at
        if begun and begun < now - UNPUBLISHED_TOO_LONG:
            sentence = _("A changed text waits to be published: %(title)s")
            urgency = Urgency.WHEN_THERE_IS_TIME
            yield waiting(sentence, "detail", urgency, begun, "pen-line")


def suspicious(user: User) -> Iterator[Waiting]:
    """For owners and moderators: petitions with signatures that somebody should look at."""
    petitions = Petition.objects.exclude(state=Petition.State.DRAFT)
    if not is_moderator(user):
        petitions = petitions.filter(initiator__in=open_to(user, Membership.Role.OWNER))
    noticed = Suspicion.objects.open().filter(petition=OuterRef("pk"))
    for petition in petitions.filter(Exists(noticed)).select_related("initiator").with_texts():
        yield Waiting(
            _("Look at suspicious signatures: %(title)s") % {"title": petition},
            reverse("petitions_organise:review_signatures", args=[petition.slug]),
            Urgency.SOON,
            petition.initiator.name,
            None,
            "shield-check",
        )


def exported(user: User) -> Iterator[Waiting]:
    """For whoever asked for a file: it is there, and was not fetched so far."""
    now = timezone.now()
    ready = (
        SignatureExport.objects.ready(now)
        .filter(asked_by=user, downloaded_at=None, ready_at__gt=now - EXPORT_KEPT)
        .filter(petition__initiator__in=open_to(user, Membership.Role.ORGANISER))
    )
    until = dict(ready.order_by().values_list("petition").annotate(Min("expires_at")))
    petitions = Petition.objects.filter(pk__in=until)
    for petition in petitions.select_related("initiator").with_texts():
        yield Waiting(
            _("Your export is ready until %(date)s: %(title)s")
            % {"title": petition, "date": date_format(localtime(until[petition.pk]))},
            reverse("petitions_organise:exports", args=[petition.slug]),
            Urgency.SOON,
            petition.initiator.name,
            None,
            "download",
        )


def petitions_of(organisation: Organisation) -> list[tuple[object, str]]:
    petitions = Petition.objects.filter(initiator=organisation).with_texts()
    return [(petition.pk, str(petition)) for petition in petitions]


def steps_of(organisation: Organisation) -> list[tuple[object, str]]:
    steps = PetitionStep.objects.filter(petition__initiator=organisation).with_texts()
    return [(step.pk, str(step)) for step in steps]


class PetitionKind(Kind):
    """A petition's text; where people sign it already, a translation begins a change of it."""

    def write(
        self, thing: Any, language: str, words: Mapping[str, str], *, actor: User, **more: Any
    ) -> None:
        with transaction.atomic():
            if thing.state == Petition.State.OPEN and thing.draft_version is None:
                services.begin_change(thing, actor=actor)
            if refusal := services.why_not_written(thing):
                raise ValidationError(refusal)
            super().write(thing, language, words, actor=actor, **more)


class AddresseeKind(Kind):
    """Words on the petitions of several organisations: who asks it alone translates it."""

    def may(self, user: User, thing: Any, role: str = Membership.Role.EDITOR) -> bool:
        if role == Membership.Role.VIEWER:
            return user.has_perm("petitions.view_addressee", thing)
        return may_word(user, thing, role)

    def write(
        self, thing: Any, language: str, words: Mapping[str, str], *, actor: User, **more: Any
    ) -> None:
        services.write_addressee(thing, language, words, actor=actor, **more)


def _asked_by(organisations: OrganisationQuerySet) -> QuerySet[Addressee]:
    """Those whom these organisations ask, and nobody else does."""
    theirs = Petition.objects.filter(initiator__in=organisations).values("addressee")
    others = Petition.objects.exclude(initiator__in=organisations).exclude(addressee=None)
    return Addressee.objects.filter(pk__in=theirs).exclude(pk__in=others.values("addressee"))


def addressees_of(organisation: Organisation) -> list[tuple[object, str]]:
    addressees = Addressee.objects.filter(petitions__initiator=organisation).distinct()
    return [(one.pk, str(one)) for one in addressees.with_texts()]


def _page_of(petition: Petition) -> str:
    return reverse("petitions_organise:text", args=[petition.slug, settings.LANGUAGE_CODE])


KINDS = (
    PetitionKind(
        name="petition",
        label=gettext_lazy("petition"),
        text_model=PetitionText,
        # What people signed before it closed stays as it is.
        of=lambda organisations: Petition.objects.filter(
            initiator__in=organisations, state__in=[Petition.State.DRAFT, Petition.State.OPEN]
        ),
        owner=lambda petition: petition.initiator_id,
        url=_page_of,
        key=lambda petition: {"version": petition.written_version or petition.published_version},
    ),
    Kind(
        name="step",
        label=gettext_lazy("step"),
        text_model=PetitionStepText,
        of=lambda organisations: PetitionStep.objects.filter(
            petition__initiator__in=organisations
        ).select_related("petition"),
        owner=lambda step: step.petition.initiator_id,
        url=lambda step: reverse(
            "petitions_organise:step_text",
            args=[step.petition.slug, step.pk, settings.LANGUAGE_CODE],
        ),
    ),
    AddresseeKind(
        name="addressee",
        label=gettext_lazy("addressee"),
        text_model=AddresseeText,
        of=_asked_by,
        owner=lambda addressee: 0,
        url=lambda addressee: reverse(
            "addressees_organise:text", args=[addressee.slug, settings.LANGUAGE_CODE]
        ),
    ),
)


def register() -> None:
    contact_workspace.register()
    for kind in KINDS:
        translatable.register(kind)
    attention.register("petitions.submitted", submitted)
    attention.register("petitions.own", own)
    attention.register("petitions.suspicious", suspicious)
    attention.register("petitions.exported", exported)
    trail.register(
        "petitions.petition",
        petitions_of,
        {
            "petitions.begun": gettext_lazy("began the petition"),
            "petitions.edited": gettext_lazy("changed the petition's details"),
            "petitions.discarded": gettext_lazy("threw the draft away"),
            "petitions.scheduled": gettext_lazy("let it open at its date"),
            "petitions.open": gettext_lazy("published the petition"),
            "petitions.closed": gettext_lazy("closed the petition"),
            "petitions.handed_over": gettext_lazy("handed the petition over"),
            "petitions.answered": gettext_lazy("noted the answer"),
            "petitions.rejected": gettext_lazy("noted the rejection"),
            "petitions.change_begun": gettext_lazy("began to change the text"),
            "petitions.change_discarded": gettext_lazy("threw the changed text away"),
            "petitions.revised": gettext_lazy("published a changed text"),
            "petitions.languages_added": gettext_lazy("added languages to the text"),
            "petitions.submitted_in_review": gettext_lazy("submitted it"),
            "petitions.taken_back_in_review": gettext_lazy("took it back to change it"),
            "petitions.approved_in_review": gettext_lazy("approved it"),
            "petitions.returned_in_review": gettext_lazy("returned it"),
            "petitions.rejected_in_review": gettext_lazy("did not admit it"),
            "petitions.count_repaired": gettext_lazy("repaired the number"),
            "petitions.signatures_invalidated": gettext_lazy("invalidated signatures"),
            "petitions.signatures_restored": gettext_lazy("let signatures count again"),
            "petitions.suspicions_cleared": gettext_lazy("found suspicious signatures all right"),
            "petitions.suspicion_looked_for": gettext_lazy("had the signatures looked through"),
            "petitions.signature_searched": gettext_lazy("searched for a signature by address"),
            "petitions.confirmation_sent_again": gettext_lazy("had a mail sent again"),
            "petitions.export_asked_for": gettext_lazy("asked for an export"),
            "petitions.export_made": gettext_lazy("made an export"),
            "petitions.export_downloaded": gettext_lazy("fetched an export"),
        },
    )
    trail.register(
        "petitions.addressee",
        addressees_of,
        {
            "petitions.addressee_added": gettext_lazy("added the addressee"),
            "petitions.addressee_edited": gettext_lazy("changed the addressee's website"),
            "petitions.addressee_written": gettext_lazy(
                "changed the addressee's name or description"
            ),
        },
    )
    trail.register(
        "petitions.petitionstep",
        steps_of,
        {
            "petitions.step_added": gettext_lazy("added a milestone"),
            "petitions.step_moved": gettext_lazy("changed a milestone's day"),
            "petitions.step_removed": gettext_lazy("took a milestone away"),
        },
    )
