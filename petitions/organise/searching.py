"""For whoever is on the phone: the signature of one person who says their address.

The address comes in a form and goes nowhere: not into the address bar, not into the answer,
and not into what is kept when a login ends. The name is not shown either.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners.workspace.access import Organising, require, workspace_page
from petitions import services
from petitions.forms.reviewing import FindForm, FoundForm
from petitions.models import Petition, Signature
from petitions.models.signatures import UNCONFIRMED_KEPT
from petitions.organise.finding import found
from web.limits import LimitExceeded

FIND = "petitions.find_signature"
NEEDED = {
    "resend": "petitions.resend_confirmation",
    "invalidate": "petitions.review_signatures",
    "restore": "petitions.review_signatures",
}
# All that is shown of it.
SHOWN = (
    "petition", "state", "signed_at", "mailed_at", "reminded_at", "confirmed_at",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def find_signature(request: Organising, slug: str) -> HttpResponse:
    """Ask for the address, and say how far that person's signature is."""
    petition = found(request, slug, FIND)
    form = FindForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _page(request, petition, form, status=422 if form.errors else 200)
    address = form.cleaned_data["searched_address"]
    try:
        signature = services.find_by_address(petition, address, actor=request.user)
    except ValidationError as refusal:
        form.add_error("searched_address", refusal)
        return _page(request, petition, form, status=422)
    except LimitExceeded as limit:
        form.add_error(None, _too_often(limit))
        return _page(request, petition, form, status=429)
    return _page(request, petition, FindForm(), signature, is_answer=True)


@require_POST
@workspace_page
def help_with(request: Organising, slug: str) -> HttpResponse:
    """Do what the person asked for, with the signature that was found."""
    petition = found(request, slug, FIND)
    form, deed = FoundForm(request.POST), request.POST.get("deed", "")
    form.is_valid()
    signature = _found(petition, form.cleaned_data.get("signature"))
    if signature is None or deed not in NEEDED:
        messages.error(request, _("This signature is not there any more. Search once more."))
        return redirect("petitions_organise:find_signature", slug)
    require(request, NEEDED[deed], petition)
    if form.errors:
        return _page(request, petition, FindForm(), signature, form, status=422, is_answer=True)
    try:
        messages.success(request, _do(deed, signature, form, request.user))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, petition, FindForm(), signature, form, status=422, is_answer=True)
    except LimitExceeded as limit:
        form.add_error(None, _too_often(limit))
        return _page(request, petition, FindForm(), signature, form, status=429, is_answer=True)
    return redirect("petitions_organise:find_signature", slug)


def _do(deed: str, signature: Signature, form: FoundForm, actor: Any) -> str:
    """The sentence that says that it is done."""
    petition, one = signature.petition, [signature.pk]
    if deed == "resend":
        services.resend_confirmation(signature, actor=actor)
        return _(
            "The mail is on its way. Please ask the person to look into the spam folder, too."
        )
    if deed == "restore":
        is_changed = services.restore(petition, one, actor=actor)
        done = _("The signature counts again, or waits for its confirmation again.")
    else:
        is_changed = services.invalidate(petition, one, **form.words, actor=actor)
        done = _("The signature counts no more.")
    return done if is_changed else _("It was so already: nothing was changed.")


def _found(petition: Petition, key: Any) -> Signature | None:
    mine = Signature.objects.filter(petition=petition, pk=key, withdrawn_at=None)
    return mine.select_related("petition").only(*SHOWN, "petition__slug").first()


def _too_often(limit: LimitExceeded) -> str:
    again = timezone.localtime(timezone.now() + timedelta(seconds=limit.retry_after + 60))
    return _("That was too often. You can do it again on %(date)s from %(time)s on.") % {
        "date": date_format(again, "DATE_FORMAT"),
        "time": date_format(again, "H:i"),
    }


def _page(
    request: Organising,
    petition: Petition,
    form: Form,
    signature: Signature | None = None,
    found_form: FoundForm | None = None,
    *,
    status: int = 200,
    is_answer: bool = False,
) -> HttpResponse:
    context = {
        "petition": petition,
        "form": form,
        "is_answer": is_answer,
        "signature": signature,
        "invalidation": getattr(signature, "invalidation", None),
        "confirm_until": signature.signed_at + UNCONFIRMED_KEPT if signature else None,
        "found_form": found_form or FoundForm(initial={"signature": signature and signature.pk}),
        "stands_still": services.stands_still(petition),
    }
    template = "petitions/organise/signature_find.html"
    return render(request, template, context, status=status)
