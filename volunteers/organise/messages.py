"""A message to everybody who comes to a shift: written, looked at, sent once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partners.workspace.access import Organising, workspace_page
from volunteers import services
from volunteers.forms.writing import ShiftMessageForm
from volunteers.organise.board import WRITE, day_of, find_shift


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def message(request: Organising, pk: int) -> HttpResponse:
    """The first press shows it as it will be, the second sends it."""
    shift = find_shift(request, pk, WRITE)
    typed = request.POST if request.method == "POST" else None
    form = ShiftMessageForm(typed)
    deed = request.POST.get("deed", "preview")
    if typed is not None and form.is_valid() and deed == "send":
        words = {name: form.cleaned_data[name] for name in ("subject", "body")}
        people = services.write_to_shift(
            shift, form.cleaned_data["nonce"], actor=request.user, **words
        )
        _say(request, people)
        return redirect(day_of(shift))
    context = {
        "shift": shift,
        "form": form,
        "people": shift.signups.confirmed().count(),
        "is_preview": typed is not None and form.is_valid() and deed == "preview",
        "back_to_board": day_of(shift),
        "sent": shift.messages.select_related("written_by"),
    }
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/message.html", context, status=status)


def _say(request: Organising, people: int | None) -> None:
    if people is None:
        messages.info(request, _("This message was sent already. Nobody gets it twice."))
        return
    words = ngettext("Sent to %(number)d person.", "Sent to %(number)d people.", people)
    messages.success(request, words % {"number": people})
