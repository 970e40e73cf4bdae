"""Short links of a campaign or a petition: made, printed as QR codes and flyers, retired."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import Campaign
from partners.workspace.access import Organising, find, require, workspace_page
from petitions import services
from petitions.codes import PNG, SVG, qr_file
from petitions.flyers import Size, flyer
from petitions.forms.links import LinkForm
from petitions.models import Petition, SourceLink
from petitions.services.links import short_address, spoken
from web.qr import qr_svg

KINDS: dict[str, Any] = {"petition": Petition, "campaign": Campaign}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def links(request: Organising, kind: str, slug: str) -> HttpResponse:
    """All links that lead to one thing; whoever may write makes more of them."""
    target = _target(request, kind, slug)
    form = LinkForm(request.POST or None)
    if request.method == "POST":
        require(request, _right("change", target), target)
        if form.is_valid():
            try:
                services.make_link(target, actor=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The link is there."))
                return redirect("petitions_links:links", kind, slug)
    found = SourceLink.objects.leading_to(target).select_related("campaign", "petition")
    written = set(_texts(target).values_list("language", flat=True))
    context = {
        "target": target,
        "kind": kind,
        "form": form,
        "links": [
            {"link": link, "address": short_address(link), "spoken": spoken(short_address(link)),
             "qr": qr_svg(short_address(link))}
            for link in found
        ],
        "languages_of_flyers": [pair for pair in settings.LANGUAGES if pair[0] in written],
        "sizes": list(Size),
        "may_change": request.user.has_perm(_right("change", target), target),
        "back": f"{kind}s_organise:detail",
        "list_of_kind": f"{kind}s_organise:list",
        "section": kind,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/links.html", context, status=status)


@require_POST
@workspace_page
def switch(request: Organising, kind: str, slug: str, link_id: int) -> HttpResponse:
    """Retire a link or bring it back. What is printed leads on in any case."""
    target = _target(request, kind, slug)
    require(request, _right("change", target), target)
    link = _link(target, link_id)
    if "restore" in request.POST:
        services.restore_link(link, actor=request.user)
        messages.success(request, _("Signatures are counted under this link again."))
    else:
        services.retire_link(link, actor=request.user)
        messages.success(
            request, _("The link is retired. What is printed still leads to the page.")
        )
    return redirect("petitions_links:links", kind, slug)


@require_safe
@workspace_page
def code(request: Organising, kind: str, slug: str, link_id: int, ending: str) -> HttpResponse:
    """The QR code as a file to print."""
    link = _link(_target(request, kind, slug), link_id)
    if ending not in (SVG, PNG):
        raise Http404
    return qr_file(link, ending).answer(to_keep=True)


@require_safe
@workspace_page
def print_flyer(
    request: Organising, kind: str, slug: str, link_id: int, language: str, size: str
) -> HttpResponse:
    """A flyer as PDF; `?for=print-shop` in inks and with bleed."""
    link = _link(_target(request, kind, slug), link_id)
    if language not in dict(settings.LANGUAGES) or size not in list(Size):
        raise Http404
    for_print_shop = request.GET.get("for") == "print-shop"
    try:
        made = flyer(link, language, Size(size), for_print_shop=for_print_shop)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("petitions_links:links", kind, slug)
    return made.answer(to_keep=True)


def _target(request: Organising, kind: str, slug: str) -> Any:
    if kind not in KINDS:
        raise Http404
    model = KINDS[kind]
    things = model.objects.with_texts()
    return find(request, things, f"{model._meta.app_label}.view_{kind}", slug=slug)


def _right(deed: str, target: Any) -> str:
    meta = target._meta
    return f"{meta.app_label}.{deed}_{meta.model_name}"


def _link(target: Any, link_id: int) -> SourceLink:
    found = SourceLink.objects.leading_to(target).select_related("campaign", "petition")
    return get_object_or_404(found, pk=link_id)


def _texts(target: Any) -> Any:
    if isinstance(target, Petition):
        return target.texts.filter(version=target.published_version)
    return target.texts.all()
