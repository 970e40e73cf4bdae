"""One's own hours, and certificates made of them; opened by the secret of one's own page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy.private_pages import opened_by_secret, private_page
from volunteers import services
from volunteers.certificate_paper import paper
from volunteers.forms.certificates import CertificateForm
from volunteers.models import Certificate, Volunteer
from volunteers.services.certificates import certificates_of
from volunteers.services.summing_up import Helped, helped_by
from web.limits import check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds


@private_page
@require_safe
@opened_by_secret
@sheds(Order.SIGNING)
def mine_hours(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    """What I did, what of it is approved, and my certificates."""
    helped = helped_by(person_key)
    context = {
        "secret": secret,
        "helped": helped,
        "approved": sum(one.approved for one in helped),
        "waiting": sum(one.waiting for one in helped),
        "certificates": certificates_of(person_key),
    }
    return render(request, "volunteers/mine_hours.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def make_certificate(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    """Choose what it is about, and what its public page may show."""
    helped = helped_by(person_key)
    campaigns = [one.campaign for one in helped if one.approved]
    form = CertificateForm(
        request.POST if request.method == "POST" else None,
        campaigns=campaigns,
        name=_name_of(person_key, helped),
    )
    if request.method == "POST" and campaigns and form.is_valid():
        check("volunteering:network", client_network(request))
        try:
            made = services.issue_certificate(person_key, form.wish())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your certificate is ready."))
            return redirect(f"{_hours_page(secret)}#certificate-{made.code}")
    context = {"secret": secret, "form": form, "is_possible": bool(campaigns)}
    status = 422 if form.errors else 200
    return render(request, "volunteers/certificate_new.html", context, status=status)


@private_page
@require_safe
@opened_by_secret
@sheds(Order.SIGNING)
def certificate_file(
    request: HttpRequest, secret: str, person_key: str, code: str
) -> HttpResponse:
    """The PDF; of one that was withdrawn there is none any more."""
    check("volunteering:network", client_network(request))
    certificate = _mine(person_key, code)
    if certificate.withdrawn_at is not None:
        raise Http404
    return paper(certificate).answer()


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def withdraw(request: HttpRequest, secret: str, person_key: str, code: str) -> HttpResponse:
    """Its public page says from now on that it is not valid."""
    certificate = _mine(person_key, code)
    if services.withdraw_certificate(person_key, certificate.code):
        messages.success(request, _("The certificate is withdrawn: it is not valid any more."))
    return redirect(f"{_hours_page(secret)}#certificates")


def _mine(person_key: str, code: str) -> Certificate:
    return get_object_or_404(Certificate, person_key=person_key, code=code)


def _name_of(person_key: str, helped: list[Helped]) -> str:
    own = Volunteer.objects.filter(pk=person_key).first()
    if own is not None and own.name:
        return own.name
    return next((signup.name for one in helped for signup in one.signups if signup.name), "")


def _hours_page(secret: str) -> str:
    return reverse("volunteering:mine_hours", args=[secret])
