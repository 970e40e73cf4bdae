"""For whoever runs the site: who does something for all of it, and what is switched off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services
from accounts.models import User, normalise_email
from partners.forms import GiveTaskForm, SwitchForm, TaskForm
from partners.workspace.access import Organising, workspace_page
from web import switches
from web.errors import NotAllowed
from web.models import PartSwitch


def site_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the workspace for administrators only."""

    @wraps(view)
    def guarded(request: Organising, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("accounts.run_site"):
            raise NotAllowed(_("Only those who run the site may do this. Ask one of them."))
        return view(request, *args, **kwargs)

    return workspace_page(guarded)


@require_safe
@site_page
def overview(request: Organising) -> HttpResponse:
    people = User.objects.with_a_task().filter(is_active=True)
    context = {"people": people, "switches": _switches()}
    return render(request, "partners/organise/site.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@site_page
def give(request: Organising) -> HttpResponse:
    """Give a task to somebody who has an account."""
    form = GiveTaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = normalise_email(form.cleaned_data["email"])
        user = User.objects.filter(email=email, is_active=True).first()
        if user is None:
            form.add_error("email", _no_account())
        elif _given(request, form, user):
            return redirect("site_organise:overview")
    return _form_page(request, form, _("Give a task for the whole site"), _("Give the task"))


@require_http_methods(["GET", "HEAD", "POST"])
@site_page
def change(request: Organising, user_id: int) -> HttpResponse:
    """Give another task instead, or none."""
    user = get_object_or_404(User.objects.with_a_task(), pk=user_id)
    form = TaskForm(request.POST or None, initial={"role": user.site_role})
    if request.method == "POST" and form.is_valid() and _given(request, form, user):
        is_still_in = user != request.user or user.runs_site
        return redirect("site_organise:overview" if is_still_in else "organise:home")
    return _form_page(request, form, _("Change the task"), _("Save"), about=str(user))


@require_http_methods(["GET", "HEAD", "POST"])
@site_page
def switch(request: Organising, part: str) -> HttpResponse:
    """Take a part of the platform out, or put it back."""
    if part not in switches.parts():
        raise Http404
    found = switches.parts()[part]
    row = PartSwitch.objects.filter(part=part).first() or PartSwitch(part=part)
    present = {"is_on": row.is_on, "sentence": row.sentence}
    form = SwitchForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        switches.turn(part, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Every page follows within about ten seconds."))
        return redirect("site_organise:overview")
    context = {"form": form, "part": found}
    status = 422 if form.errors else 200
    return render(request, "partners/organise/switch.html", context, status=status)


def _switches() -> list[dict[str, Any]]:
    rows = {row.part: row for row in PartSwitch.objects.all()}
    return [
        {"part": part, "row": rows.get(name) or PartSwitch(part=name)}
        for name, part in switches.parts().items()
    ]


def _given(request: Organising, form: forms.Form, user: User) -> bool:
    try:
        services.give_site_role(user, form.cleaned_data["role"], actor=request.user)
    except ValidationError as refusal:
        form.add_error("role", refusal)
        return False
    messages.success(request, _("Saved."))
    return True


def _no_account() -> str:
    return _(
        "There is no account with this address. Ask the person to make one first, "
        "or invite them to an organisation."
    )


def _form_page(
    request: Organising, form: forms.Form, title: str, button: str, about: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "about": about}
    status = 422 if form.errors else 200
    return render(request, "partners/organise/site_form.html", context, status=status)
