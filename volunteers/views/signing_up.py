"""Taking a sign-up for a shift: anonymous, for a plain form and for htmx at one address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from volunteers import parts, services
from volunteers.forms.signing_up import SignUpForm
from volunteers.models import Shift
from volunteers.services.reading import page_of
from volunteers.views.looking import known_text, page_context
from web.addresses import address
from web.cache import cached_page, recall
from web.htmx import render_page, wants_part
from web.intake import refused, with_source
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.waiting import or_wait


def _form_waits(request: HttpRequest, pk: int, waiting: dict[str, object]) -> HttpResponse:
    """A small page with the form as it was typed; what it knows of the shift it remembers."""
    shift = recall(f"volunteers.takeable:{pk}") or Shift(minimum_age=0)
    context = {
        "shift_id": pk,
        "text": known_text(pk),
        "form": SignUpForm(with_source(request), shift=shift),
        "waiting": waiting,
    }
    return render_page(request, "volunteers/sign_up_waiting.html", context, part="sign_up_panel")


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_form_waits)
@sheds(Order.SIGNING)
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("shifts:detail", pk)
    try:
        shift = services.takeable(pk)
    except Shift.DoesNotExist:
        raise Http404 from None
    form = SignUpForm(with_source(request), shift=shift)

    def again(status: int, **told: object) -> HttpResponse:
        return _form_again(request, pk, form, status, **told)

    def take() -> HttpResponse | None:
        if not form.is_valid():
            return again(422)
        try:
            services.sign_up(shift, form.wish())
        except services.ShiftIsClosed:
            return again(409)
        except ValidationError as refusal:
            # For whom it is too early in life, and what was changed a moment ago.
            form.add_error(None, refusal)
            return again(422)
        return None

    about = f"sign_up:{pk}"
    if answer := refused(
        request, take, again, part=parts.JOINING, limit="shift:network", about=about
    ):
        return answer
    if wants_part(request):
        context = {"shift": shift}
        return render_page(request, "volunteers/sign_up_sent.html", context, part="sent")
    return HttpResponseRedirect(address("shifts:sent", str(pk)))


@require_safe
@cached_page(params=())
@sheds(Order.SIGNING)
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Look in your mailbox": the same for a first sign-up and for a repeated one."""
    return render(request, "volunteers/sign_up_sent.html", page_of(Shift.objects.public(), pk))


def _form_again(
    request: HttpRequest, pk: int, form: SignUpForm, status: int, **more: object
) -> HttpResponse:
    """The page with the form as it was typed, and what to do next."""
    context = page_context(pk, form, **more)
    if not context["shift"].takes_people:
        status = 409
    return render_page(
        request, "volunteers/shift_detail.html", context, part="sign_up_panel", status=status
    )
