"""What endorsements bring to the workspace of both sides: what waits, their deeds, their words."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from campaigns.models import Endorsement, EndorsementText
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind

State = Endorsement.State

DEEDS = {
    "campaigns.endorsement_invited": gettext_lazy("invited an organisation to stand behind it"),
    "campaigns.endorsement_requested": gettext_lazy("asked to stand behind a campaign"),
    "campaigns.endorsement_signed": gettext_lazy("signed a statement"),
    "campaigns.endorsement_accepted": gettext_lazy("accepted the endorsement"),
    "campaigns.endorsement_declined": gettext_lazy("declined the endorsement"),
    "campaigns.endorsement_retracted": gettext_lazy("took the question back"),
    "campaigns.endorsement_withdrawn": gettext_lazy("withdrew the endorsement"),
    "campaigns.endorsement_ended": gettext_lazy("ended the endorsement"),
    "campaigns.endorsement_reworded": gettext_lazy("took a new wording over"),
}

KIND = Kind(
    name="endorsement",
    label=gettext_lazy("statement"),
    text_model=EndorsementText,
    of=lambda organisations: (
        Endorsement.objects.live()
        .filter(organisation__in=organisations)
        .select_related("organisation")
    ),
    owner=lambda endorsement: endorsement.organisation_id,
    url=lambda endorsement: reverse(
        "endorsements_organise:list", args=[endorsement.organisation.slug]
    ),
    key=lambda endorsement: {"version": endorsement.newest_version},
)


def waiting_for(user: User) -> Iterator[Waiting]:
    """For organisers: whom they have to answer, on either side; one question for both."""
    mine = open_to(user, Membership.Role.ORGANISER)
    asked = Q(state=State.INVITED, organisation__in=mine)
    asks = Q(state=State.REQUESTED, campaign__lead__in=mine)
    reworded = Q(proposed_version__isnull=False, campaign__lead__in=mine)
    waiting = Endorsement.objects.for_lists().filter(asked | asks | reworded)
    for one in waiting.order_by("asked_at"):
        names = {"organisation": one.organisation.name, "campaign": str(one.campaign)}
        if one.state == State.INVITED:
            yield Waiting(
                _("You are asked to stand behind a campaign: %(campaign)s") % names,
                reverse("endorsements_organise:list", args=[one.organisation.slug]),
                Urgency.SOON,
                one.organisation.name,
                one.asked_at,
                "users",
            )
            continue
        sentence = (
            _("%(organisation)s asks to stand behind the campaign")
            if one.state == State.REQUESTED
            else _("%(organisation)s has a new wording for its statement")
        )
        yield Waiting(
            sentence % names,
            reverse("campaigns_organise:partners", args=[one.campaign.slug]),
            Urgency.SOON,
            names["campaign"],
            one.asked_at if one.state == State.REQUESTED else None,
            "users",
        )


def things_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    """Those of both sides: whoever led the campaign, and whoever stood behind it."""
    theirs = Q(organisation=organisation) | Q(campaign__lead=organisation)
    for one in Endorsement.objects.for_lists().filter(theirs):
        yield one.pk, f"{one.organisation.name}: {one.campaign}"
