"""What a visitor sees. Each page is the same for everyone, and served from the short cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import ActionField, CampaignText, Endorsement
from languages.models import texts_of
from languages.services import pick
from partners.workspace.pages_shown import oembed_url
from petitions import parts, services
from petitions.emails import absolute
from petitions.feeds import of_petitions
from petitions.forms import SignForm
from petitions.models import (
    AddresseeText,
    InstrumentText,
    Petition,
    PetitionChange,
    PetitionReview,
    PetitionStep,
    PetitionText,
    Signature,
)
from petitions.services.figures import days_of
from web import feeds, switches
from web.cache import STALE_SECONDS, cached_page, recall, remember, remembered
from web.charts import GrowthChart, growth
from web.images import share_image
from web.pressure import Order, prefers_stale, sheds
from web.qr import qr_svg

NAMES_SHOWN = 12
PER_PAGE = 24


@require_safe
@cached_page()
@sheds(Order.LISTS)
def petition_list(request: HttpRequest) -> HttpResponse:
    petitions = (
        Petition.objects.listed()
        .select_related("initiator", "addressee")
        .with_texts()
        .prefetch_related(texts_of(AddresseeText, "addressee__texts"))
    )
    listed = Petition.objects.listed()
    fields = ActionField.objects.filter(campaigns__petitions__in=listed).distinct().as_choices()
    field, state = request.GET.get("field", ""), request.GET.get("state", "")
    if field:
        # Only what can be chosen is asked for: an address may hold anything.
        known = field if field in dict(fields) else ""
        petitions = petitions.filter(campaign__fields__slug=known)
    if state in Petition.State.values:
        petitions = petitions.filter(state=state)
    page = Paginator(petitions, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "fields": fields,
        "states": [choice for choice in Petition.State.choices if choice[0] != "draft"],
        "chosen": {"field": field, "state": state},
    }
    return render(request, "petitions/petition_list.html", context)


@require_safe
@cached_page(feeds.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def feed(request: HttpRequest) -> HttpResponse:
    """What people can sign since lately."""
    opened = Petition.objects.listed().newest_first(timezone.now()).select_related("initiator")
    petitions = opened.with_texts()[: feeds.MOST_ENTRIES]
    page = reverse("petitions:list")
    return feeds.answer(request, of_petitions(petitions), title=_("Petitions"), page=page)


@require_safe
@cached_page()
@sheds(Order.SIGNING)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    petition = shown_petition(slug)
    wordings = partial(services.shown_wordings, slug, is_new=True)
    form = SignForm(initial={"text": petition.text.pk}, wordings=wordings)
    return render(request, "petitions/petition_detail.html", page_context(petition, form))


@require_safe
@cached_page()
@sheds(Order.LISTS)
def version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A text as people signed it before it was changed."""
    petition = shown_petition(slug)
    if version >= petition.published_version:
        return redirect("petitions:detail", slug)
    earlier = PetitionText.objects.filter(petition=petition, version=version)
    text = pick(earlier, get_language() or settings.LANGUAGE_CODE)
    if text is None:
        raise Http404
    changes = PetitionChange.objects.filter(petition=petition, replaces=version)
    change = changes.published().with_texts().first()
    context = {"petition": petition, "text": text, "change": change}
    return render(request, "petitions/petition_version.html", context)


def shown_petition(slug: str) -> Petition:
    """A public petition with all its page shows, in the current language; else 404."""
    petitions = (
        Petition.objects.public()
        .select_related("campaign", "initiator", "addressee", "instrument")
        .with_texts()
        .prefetch_related(
            texts_of(CampaignText, "campaign__texts"),
            texts_of(AddresseeText, "addressee__texts"),
            texts_of(InstrumentText, "instrument__texts"),
        )
    )
    petition = get_object_or_404(petitions, slug=slug)
    remember(_title_key(slug), 3600, petition.text)
    return petition


def known_text(slug: str) -> PetitionText | None:
    """What this process showed last of the petition, if anything; asks nobody."""
    return recall(_title_key(slug))


def _title_key(slug: str) -> str:
    return f"petitions.shown:{slug}:{get_language()}"


def page_context(petition: Petition, form: SignForm, **more: Any) -> dict[str, Any]:
    """What the petition page needs; the same page carries a refused form."""
    endorsements = (
        Endorsement.objects.accepted()
        .filter(campaign=petition.campaign_id)
        .select_related("organisation")
    )
    charts_off, names_off = switches.off(parts.CHARTS), switches.off(parts.NAMES)
    share_url = absolute(petition.get_absolute_url())
    return {
        **panel_context(petition, form),
        "charts_off": charts_off,
        "chart": None
        if charts_off
        else _seldom(f"curve:{petition.pk}", partial(_curve, petition)),
        "organisations": [endorsement.organisation for endorsement in endorsements],
        "names_off": names_off,
        "signatures": []
        if names_off
        else _seldom(f"names:{petition.pk}", partial(_newest_names, petition)),
        "steps": list(PetitionStep.objects.filter(petition=petition).with_texts()),
        "changes": _changes(petition),
        "share_url": share_url,
        "oembed_url": oembed_url(petition.get_absolute_url()),
        **more,
    }


def panel_context(petition: Petition, form: SignForm) -> dict[str, Any]:
    """What the panel with the form needs, wherever it stands."""
    return {
        "petition": petition,
        "form": form,
        "is_open": petition.is_open(),
        "signing_off": switches.off(parts.SIGNING),
        "rejection": _rejection(petition),
    }


def _changes(petition: Petition) -> list[PetitionChange]:
    """How its text came to read as it does, the newest first."""
    if petition.published_version == 1:
        return []
    changes = PetitionChange.objects.filter(petition=petition).published()
    return list(changes.exclude(replaces=None).with_texts())


def _rejection(petition: Petition) -> PetitionReview | None:
    """Why this site did not let it open."""
    if petition.state != Petition.State.REJECTED:
        return None
    return petition.reviews.filter(deed=PetitionReview.Deed.REJECTED).first()


def _seldom[T](what: str, make: Callable[[], T]) -> T:
    """Anew for each page, but once a minute under pressure."""
    if not prefers_stale(Order.LISTS):
        return make()
    return remembered(f"petitions.{what}", STALE_SECONDS, make)


def _curve(petition: Petition) -> GrowthChart:
    return growth(days_of(petition), petition.goal)


def _newest_names(petition: Petition) -> list[Signature]:
    newest = (
        Signature.objects.filter(petition=petition)
        .shown_by_name()
        .order_by("-confirmed_at")
        .only("given_name", "family_name", "district", "petition_id", "confirmed_at")
    )
    return list(newest[:NAMES_SHOWN])


@require_safe
@cached_page()
@sheds(Order.SIGNING)
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Look in your mailbox": the same for a first signing and for a repeated one."""
    petition = shown_petition(slug)
    return render(request, "petitions/petition_sent.html", {"petition": petition})


@require_safe
@cached_page()
@sheds(Order.SIGNING)
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """After confirming: what comes next, and how to bring others along."""
    petition = shown_petition(slug)
    share_url = absolute(petition.get_absolute_url())
    more = Petition.objects.open().exclude(pk=petition.pk).select_related("initiator").with_texts()
    context = {
        "petition": petition,
        "share_url": share_url,
        "qr": qr_svg(share_url, title=_("QR code that leads to the petition")),
        "more": more[:2],
        # Events stand beside petitions: reached as rows of the campaign, never imported.
        "events": petition.campaign.events.listed().taking_place().coming().with_faces()[:2],
    }
    return render(request, "petitions/petition_thanks.html", context)


@require_safe
@cached_page()
@sheds(Order.LISTS)
def count(request: HttpRequest, slug: str) -> HttpResponse:
    petition = get_object_or_404(
        Petition.objects.public().only("confirmed_count", "goal"), slug=slug
    )
    return JsonResponse({"confirmed": petition.confirmed_count, "goal": petition.goal})


@require_safe
@cached_page(300)
@sheds(Order.LISTS)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that goes with a shared link."""
    petition = shown_petition(slug)
    png = share_image(
        petition.text.title,
        petition.initiator.name,
        petition.confirmed_count,
        petition.goal,
        get_language() or "de",
    )
    return HttpResponse(png, content_type="image/png")
