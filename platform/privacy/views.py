"""A person's own page, opened by a mailed link: see, take, withdraw and erase everything."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy import services
from privacy.forms import AskForLinkForm
from privacy.person import person_key as person_key_of
from privacy.private_pages import opened_by_secret, private_page
from web.limits import LimitExceeded, check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
def ask(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "privacy/ask.html", {"form": AskForLinkForm()})
    form = AskForLinkForm(request.POST)
    if not form.is_valid():
        return render(request, "privacy/ask.html", {"form": form}, status=422)
    try:
        check("link:network", client_network(request))
    except LimitExceeded as exceeded:
        context = {"form": form, "minutes": exceeded.retry_after // 60 + 1}
        response = render(request, "privacy/ask.html", context, status=429)
        response["Retry-After"] = str(exceeded.retry_after)
        return response
    _ask_for_link(request, form.cleaned_data["email"])
    return render(request, "privacy/ask_sent.html")


def _ask_for_link(request: HttpRequest, email: str) -> None:
    try:
        check("link:address", person_key_of(email))
    except LimitExceeded:
        return  # Enough mails are on their way; the answer stays the same.
    services.ask_for_link(email, request.LANGUAGE_CODE)


@private_page
@require_safe
@opened_by_secret
@sheds(Order.SIGNING)
def self_service(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    language = request.LANGUAGE_CODE
    rendered = [
        render_to_string(
            section.template,
            {**section.context, "secret": secret, "language": language},
            request,
        )
        for section in services.sections(person_key, language)
    ]
    context = {
        "secret": secret,
        "sections": rendered,
        "consents": services.standing_consents(person_key),
        "was_withdrawn": "withdrawn" in request.GET,
    }
    return render(request, "privacy/self_service.html", context)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def withdraw_consent(
    request: HttpRequest, secret: str, person_key: str, consent_id: int
) -> HttpResponse:
    # Pressed twice, or not theirs: nothing changes, and the page shows what stands.
    services.withdraw_consent(person_key, consent_id)
    return redirect(reverse("privacy:self_service", args=[secret]) + "?withdrawn=1#consents")


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def export(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    answer = JsonResponse(
        services.export(person_key), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = f"mitstimme-{timezone.localdate():%Y-%m-%d}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def erase(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    if request.method != "POST":
        context = {"secret": secret, "remains": services.remains(person_key)}
        return render(request, "privacy/erase.html", context)
    services.erase(person_key)
    return render(request, "privacy/erased.html", {"remains": services.remains(person_key)})
