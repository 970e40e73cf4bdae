"""One's own page: the tasks one has taken on, and those one could take."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from privacy.private_pages import opened_by_secret, private_page
from volunteers import services
from volunteers.forms.tasks import HandInForm
from volunteers.models import Task, TaskClaim, Volunteer
from web.origin import same_origin_required
from web.pressure import Order, sheds

State = TaskClaim.State


@private_page
@require_safe
@opened_by_secret
@sheds(Order.PAGES)
def mine_tasks(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    mine = services.mine_of(person_key)
    context = {
        "secret": secret,
        "is_known": _is_known(person_key),
        "under_way": [one for one in mine if one.state != State.APPROVED],
        "done": [one for one in mine if one.state == State.APPROVED],
        "takeable": services.takeable_by(person_key),
    }
    return render(request, "volunteers/mine_tasks.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def mine_task(request: HttpRequest, secret: str, person_key: str, pk: int) -> HttpResponse:
    """One task: take it on, hand it in, give it up. The button names the deed."""
    task = services.task_page(pk)
    claim = TaskClaim.objects.filter(task=task, person_key=person_key).first()
    form = HandInForm(initial={"result": claim.result if claim else ""})
    deed = request.POST.get("deed") if request.method == "POST" else ""
    if deed == "hand_in":
        form = HandInForm(request.POST)
        if form.is_valid() and _handed_in(request, claim, form.cleaned_data["result"]):
            return redirect("volunteering:mine_tasks", secret)
    elif deed:
        _do(request, deed, task, claim, person_key)
        return redirect("volunteering:mine_task", secret, pk)
    holds = claim is not None and claim.state in TaskClaim.HOLDING
    context = {
        "secret": secret,
        "task": task,
        "claim": claim if holds else None,
        "is_decided": holds and claim.state == State.APPROVED,  # type: ignore[union-attr]
        "is_open": task.state == Task.State.OPEN and task.free > 0,
        "is_known": holds or _is_known(person_key),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "volunteers/mine_task.html", context, status=status)


def _handed_in(request: HttpRequest, claim: TaskClaim | None, result: str) -> bool:
    if claim is not None and services.hand_in_task(claim, result):
        messages.success(request, _("Handed in. The campaign looks at it and writes to you."))
        return True
    messages.error(request, _("This task is not yours any more."))
    return False


def _do(
    request: HttpRequest, deed: str, task: Task, claim: TaskClaim | None, person_key: str
) -> None:
    if deed == "drop":
        if claim is not None and services.drop_task(claim):
            messages.success(request, _("Given up. Somebody else can take it now."))
        return
    if deed == "claim":
        try:
            services.claim_task(task, person_key)
        except services.PersonUnknown:
            return  # the page says how one becomes known
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The task is yours. Thank you."))


def _is_known(person_key: str) -> bool:
    """Whether this person has confirmed an address here."""
    person = Volunteer.objects.filter(pk=person_key).first()
    return person is not None and person.email != ""
