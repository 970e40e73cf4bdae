"""What came of a task: looked at, approved, or given back with what is missing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.workspace.access import Organising, workspace_page
from volunteers import services
from volunteers.forms.tasks import ApproveForm, ReturnForm
from volunteers.models import TaskClaim, Volunteer
from volunteers.organise.tasks import find_task

APPROVE = "volunteers.approve_task"


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def decide(request: Organising, pk: int, claim: UUID) -> HttpResponse:
    """The page carries the moment of what was read, so that nobody approves what they have
    not seen."""
    task = find_task(request, pk, APPROVE)
    found = get_object_or_404(task.claims.exclude(state=TaskClaim.State.DROPPED), pk=claim)
    deed = request.POST.get("deed") if request.method == "POST" else ""
    if deed == "release":
        if services.release_claim(found, actor=request.user):
            messages.success(request, _("The place is free again. The person gets a mail."))
        return redirect("volunteers_organise:task", pk)
    approving = ApproveForm(
        request.POST if deed == "approve" else None, initial={"minutes": task.minutes}
    )
    returning = ReturnForm(request.POST if deed == "return" else None)
    form: ApproveForm | ReturnForm = returning if deed == "return" else approving
    if form.is_bound and form.is_valid() and _decided(request, found, form):
        return redirect("volunteers_organise:task", pk)
    people = Volunteer.objects.filter(pk=found.person_key)
    context = {
        "task": task,
        "claim": found,
        "name": people.values_list("name", flat=True).first(),
        "form": form,
        "approving": approving,
        "returning": returning,
    }
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/task_claim.html", context, status=status)


def _decided(request: Organising, claim: TaskClaim, form: ApproveForm | ReturnForm) -> bool:
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    data = form.cleaned_data
    try:
        if isinstance(form, ReturnForm):
            services.return_claim(claim, data["remark"], seen=seen, actor=request.user)
            messages.success(request, _("Given back. The person gets a mail with your words."))
        else:
            services.approve_claim(claim, data["minutes"], seen=seen, actor=request.user)
            messages.success(request, _("Approved. The person gets a mail."))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        claim.refresh_from_db()
        return False
    return True
