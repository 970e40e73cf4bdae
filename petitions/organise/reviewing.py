"""Looking suspicious signatures through: by group, and those that count no more.

Nobody's name or address is read for these pages: when, where from, through which link and
how far it is must do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partners.workspace.access import Organising, workspace_page
from petitions import services
from petitions.forms.reviewing import GroupForm, RestoreForm
from petitions.models import Invalidation, Petition, Signature, Suspicion
from petitions.organise.finding import found
from web.htmx import render_page
from web.text import has_control_characters

REVIEW = "petitions.review_signatures"
PER_PAGE = 100
# All that is shown of a signature. Names and addresses stay encrypted in the database.
SHOWN = ("state", "district", "language", "source", "signed_at")


@dataclass(frozen=True)
class Waiting:
    """One group to be looked at, in words."""

    name: str
    in_common: str
    day: date | None
    url: str
    count: int
    first_at: datetime
    last_at: datetime


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def queue(request: Organising, slug: str) -> HttpResponse:
    """What was noticed and is still open, the largest group first; all is looked at anew here."""
    petition = found(request, slug, REVIEW)
    stands_still = services.stands_still(petition)
    may_look_again = petition.state != Petition.State.DRAFT and not stands_still
    if request.method == "POST" and may_look_again:
        services.ask_to_look_through(petition, actor=request.user)
        return redirect("petitions_organise:review_signatures", slug)
    context = {
        "petition": petition,
        "groups": [_waiting(petition, one) for one in services.open_groups(petition)],
        "stands_still": stands_still,
        "may_look_again": may_look_again,
        "job": services.look_through_job(petition),
    }
    template = "petitions/organise/review_queue.html"
    return render_page(request, template, context, part="work")


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def group(request: Organising, slug: str, signal: str) -> HttpResponse:
    """A group's signatures, a hundred at once, and what is decided about them."""
    petition = found(request, slug, REVIEW)
    name = request.GET.get("group", "")
    if signal not in Suspicion.Signal.values or has_control_characters(name):
        raise Http404
    form = GroupForm(request.POST if request.method == "POST" else None)
    deed = request.POST.get("deed", "")
    if form.is_bound and form.is_valid() and deed != "choose":
        try:
            changed = _decide(petition, signal, name, deed, form, request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _say(request, deed, changed)
            return redirect(_url(petition, signal, name))
    in_group = Suspicion.objects.open().grouped(petition, signal, name)
    shown = in_group.select_related("signature").order_by("-pk")
    shown = shown.only("noticed_at", *(f"signature__{field}" for field in SHOWN))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "petition": petition,
        "form": form,
        "page": page,
        "signal": Suspicion.Signal(signal).label,
        "day": _day(signal, name),
        "in_common": _in_common(signal, name),
        "chosen": _chosen(form, deed, [one.pk for one in page]),
        "job": services.review_job(petition, signal, name),
        "stands_still": services.stands_still(petition),
        "here": request.get_full_path(),
    }
    status = 422 if form.errors else 200
    template = "petitions/organise/review_group.html"
    return render_page(request, template, context, part="work", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def invalidated(request: Organising, slug: str) -> HttpResponse:
    """Those that count no more, the latest first, and the way back for them."""
    petition = found(request, slug, REVIEW)
    form = RestoreForm(request.POST if request.method == "POST" else None)
    deed = request.POST.get("deed", "")
    if form.is_bound and form.is_valid() and deed == "restore":
        chosen = form.cleaned_data["chosen"]
        try:
            restored = services.restore(petition, chosen, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _say(request, deed, restored)
            return redirect("petitions_organise:invalidated_signatures", slug)
    shown, older = _invalidated(petition, request.GET.get("before", ""))
    context = {
        "petition": petition,
        "form": form,
        "shown": shown,
        "older": older,
        "chosen": _chosen(form, deed, [one.signature_id for one in shown]),
        "stands_still": services.stands_still(petition),
    }
    status = 422 if form.errors else 200
    template = "petitions/organise/review_invalidated.html"
    return render_page(request, template, context, status=status)


def _decide(
    petition: Petition, signal: str, name: str, deed: str, form: GroupForm, actor: Any
) -> int | None:
    """How many it were; None when a job does it."""
    given = form.cleaned_data
    match deed:
        case "clear":
            return services.clear(petition, given["chosen"], actor=actor)
        case "invalidate":
            mine = Suspicion.objects.open().filter(petition=petition, pk__in=given["chosen"])
            ids = list(mine.values_list("signature_id", flat=True))
            return services.invalidate(petition, ids, **form.words, actor=actor)
        case "clear_group":
            return services.review_group(petition, signal, name, "clear", actor=actor)
        case "invalidate_group":
            told: dict[str, Any] = form.words | {"actor": actor}
            return services.review_group(petition, signal, name, "invalidate", **told)
    raise ValidationError(_("Choose what is to be done with them."))


def _say(request: Organising, deed: str, number: int | None) -> None:
    if number is None:
        messages.info(request, _("It is being done. You can leave this page meanwhile."))
        return
    sentences = {
        "clear": ngettext(
            "%(count)s signature was found all right.",
            "%(count)s signatures were found all right.",
            number,
        ),
        "invalidate": ngettext(
            "%(count)s signature counts no more.", "%(count)s signatures count no more.", number
        ),
        "restore": ngettext(
            "%(count)s signature counts again, or waits for its confirmation again.",
            "%(count)s signatures count again, or wait for their confirmation again.",
            number,
        ),
    }
    messages.success(request, sentences[deed.removesuffix("_group")] % {"count": number})


def _waiting(petition: Petition, one: services.Group) -> Waiting:
    return Waiting(
        name=str(Suspicion.Signal(one.signal).label),
        in_common=_in_common(one.signal, one.group),
        day=_day(one.signal, one.group),
        url=_url(petition, one.signal, one.group),
        count=one.count,
        first_at=one.first_at,
        last_at=one.last_at,
    )


def _url(petition: Petition, signal: str, name: str) -> str:
    path = reverse("petitions_organise:suspicious_group", args=[petition.slug, signal])
    return f"{path}?{urlencode({'group': name})}" if name else path


def _in_common(signal: str, name: str) -> str:
    """A domain says something; the code of a network or a name is not for people."""
    return "" if signal in Suspicion.FROM_TRACES else name


def _day(signal: str, name: str) -> date | None:
    if signal not in Suspicion.FROM_TRACES:
        return None
    try:
        return date.fromisoformat(name.partition(":")[0])
    except ValueError:
        return None


def _chosen(form: Any, deed: str, shown: list[Any]) -> set[Any]:
    """Whose boxes are ticked: after "choose all" everything that is shown."""
    if deed == "choose":
        return set(shown)
    return set(getattr(form, "cleaned_data", {}).get("chosen") or ())


def _invalidated(petition: Petition, before: str) -> tuple[list[Invalidation], int | None]:
    """A hundred of them, and where the older ones begin. Nothing is counted."""
    rows = (
        Invalidation.objects.filter(
            signature__petition=petition,
            signature__state=Signature.State.INVALIDATED,
            signature__withdrawn_at=None,
        )
        .select_related("signature")
        .only("reason", "note", "invalidated_at", *(f"signature__{field}" for field in SHOWN))
        .order_by("-pk")
    )
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    shown = list(rows[: PER_PAGE + 1])
    older = shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None
    return shown[:PER_PAGE], older
