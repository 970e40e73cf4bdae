"""The public pages that belong to no single app: home, search, legal pages, barrier report."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import get_language, get_language_from_path, override
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import ActionField, Campaign
from events.models import Event
from pages import services
from pages.findable import KINDS
from pages.forms import BarrierReportForm
from pages.models import LegalPage
from partners.models import Organisation
from petitions.models import Petition
from privacy.retention import published_table
from web import search, switches
from web.cache import cached_page
from web.htmx import render_page
from web.limits import check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.text import clean_line

PETITIONS_SHOWN = 6
CAMPAIGNS_SHOWN = 3
EVENTS_SHOWN = 3
FACES_SHOWN = 24
LONGEST_QUERY = 100
RESULTS_SHOWN = 30
SEARCH = "pages.search"
# Whose pages anybody may open, so that their addresses tell nothing about a person.
PUBLIC = {"pages", "campaigns", "petitions", "partners", "events", "programmes", "shifts"}
# Of those, the ones that open something of somebody's.
OPENING = {"secret", "code"}


@require_safe
@cached_page(seconds=5, params=())
def home(request: HttpRequest) -> HttpResponse:
    running = Campaign.objects.running().select_related("lead").with_texts().with_pictures()
    shown = list(running[: CAMPAIGNS_SHOWN + 1])
    campaign = shown[0] if shown else None
    petitions = list(Petition.objects.listed().open().with_texts()[: PETITIONS_SHOWN + 1])
    largest = next((one for one in petitions if campaign and one.campaign_id == campaign.pk), None)
    context = {
        "campaign": campaign,
        "petition": largest,
        "campaigns": shown[1:],
        "petitions": [one for one in petitions if one != largest][:PETITIONS_SHOWN],
        "events": Event.objects.listed().taking_place().coming().with_faces()[:EVENTS_SHOWN],
        "fields": ActionField.objects.with_texts(),
        "organisations": Organisation.objects.public().with_logos()[:FACES_SHOWN],
    }
    return render_page(request, "pages/home.html", context)


@require_safe
@cached_page(params=("q",))
@sheds(Order.LISTS)
def find(request: HttpRequest) -> HttpResponse:
    query = clean_line(request.GET.get("q", ""))[:LONGEST_QUERY]
    if off := switches.off(SEARCH):
        context = {"query": query, "search_off": off}
        return render_page(request, "pages/search.html", context, part="results", status=503)
    found = search.search(query, get_language(), limit=RESULTS_SHOWN + 1)
    context = {
        "query": query,
        "results": [(KINDS[entry.kind], entry) for entry in found[:RESULTS_SHOWN]],
        "has_more": len(found) > RESULTS_SHOWN,
    }
    return render_page(request, "pages/search.html", context, part="results")


@require_safe
@cached_page(seconds=60, params=())
def legal(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in LegalPage.Slug.values:
        raise Http404
    page = LegalPage.objects.with_texts().filter(slug=slug).first()
    context = {
        "page": page or LegalPage(slug=slug),
        "text": page.text if page else None,
    }
    if slug == LegalPage.Slug.PRIVACY:
        context["rules"] = published_table(get_language())
    if slug == LegalPage.Slug.ACCESSIBILITY:
        context["form"] = BarrierReportForm()
    return render_page(request, f"pages/legal_{slug}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
def barrier_report(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = BarrierReportForm(initial={"page": _page_before(request)})
        return render_page(request, "pages/barrier_report.html", {"form": form})
    form = BarrierReportForm(request.POST)
    if not form.is_valid():
        return render_page(request, "pages/barrier_report.html", {"form": form}, status=422)
    check("barrier:network", client_network(request))
    services.report_barrier(**form.cleaned_data, language=get_language())
    return redirect("pages:barrier_thanks")


@require_safe
@cached_page(seconds=60, params=())
def barrier_thanks(request: HttpRequest) -> HttpResponse:
    return render_page(request, "pages/barrier_thanks.html")


def _page_before(request: HttpRequest) -> str:
    """Return the path of the public page of ours that the person came from.

    The address of a private page opens it, and must not reach the office by mail.
    """
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return ""
    with override(get_language_from_path(before.path)):
        try:
            view = resolve(before.path)
        except Resolver404:
            return ""
    is_public = view.namespace in PUBLIC and OPENING.isdisjoint(view.kwargs)
    return before.path if is_public else ""
