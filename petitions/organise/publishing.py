"""A petition's way: each page says what follows, and its button does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from partners.workspace.access import Organising, workspace_page
from petitions import services
from petitions.forms.organising import AnswerForm
from petitions.models import Petition
from petitions.organise.finding import found


@dataclass(frozen=True)
class Deed:
    """One way on: what is asked, what follows from it, and what was done."""

    do: Callable[..., Any]
    title: Any
    follows: tuple[Any, ...]
    button: Any
    # A sentence, or what makes it of the petition as it is then.
    done: Any
    is_for_good: bool = False
    need: str = "petitions.publish_petition"
    leads_to_list: bool = False


def _published(petition: Any) -> str:
    """What happened, and what to do next: nobody comes to a petition by themselves."""
    if petition.state != petition.State.OPEN:
        return gettext("Done. The petition opens by itself at its date.")
    return gettext(
        "The petition is open. Bring it to people now: “Short links, QR codes and flyers” "
        "further down."
    )


DEEDS = {
    "publish": Deed(
        services.publish_in_time,
        _("Publish the petition?"),
        (
            _("Everybody can read and sign it: at once, or from the day you have set."),
            _("Its text can then be changed by a new version only, which everybody can see."),
        ),
        _("Publish"),
        _published,
    ),
    "submit": Deed(
        services.submit,
        _("Submit the petition?"),
        (
            _("Somebody of this site looks it through. Until then nobody can change it."),
            _("You get a mail when it is decided."),
        ),
        _("Submit"),
        _("Submitted. You get a mail when it is decided."),
    ),
    "take-back": Deed(
        services.take_back,
        _("Take it back to change it?"),
        (_("It does not open, and you can write in it again."),),
        _("Take back"),
        _("It is a draft again."),
    ),
    "close": Deed(
        services.close,
        _("Close the petition?"),
        (
            _("It takes no more signatures. What was signed in time may still be confirmed."),
            _("You can open it again within a year."),
            _("If it is not handed over within a year, its signatures are deleted."),
        ),
        _("Close"),
        _("The petition is closed."),
    ),
    "hand-over": Deed(
        services.hand_over,
        _("Hand over for good?"),
        (
            _("The number stands still from now on, and signing is over."),
            _("Names, addresses and postcodes are deleted six months later."),
            _("This cannot be undone."),
        ),
        _("Hand over"),
        _("The petition is handed over. Its number stands."),
        is_for_good=True,
    ),
    "discard": Deed(
        services.discard_draft,
        _("Throw the draft away?"),
        (_("Its texts in all languages are deleted. This cannot be undone."),),
        _("Throw it away"),
        _("The draft is gone."),
        is_for_good=True,
        need="petitions.delete_petition",
        leads_to_list=True,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def lead(request: Organising, slug: str, deed: str) -> HttpResponse:
    """Ask once, say what follows, and do it."""
    asked = DEEDS[deed]
    petition = found(request, slug, asked.need)
    refusal = ""
    if request.method == "POST":
        try:
            asked.do(petition, actor=request.user)
        except ValidationError as reason:
            refusal = " ".join(reason.messages)
        else:
            done = asked.done(petition) if callable(asked.done) else asked.done
            messages.success(request, str(done))
            if asked.leads_to_list:
                return redirect("petitions_organise:list")
            return redirect("petitions_organise:detail", petition.slug)
    context = {
        "petition": petition,
        "deed": asked,
        "refusal": refusal,
        "missing": _languages_to_come(petition) if deed == "publish" else [],
    }
    status = 422 if refusal else 200
    return render(request, "petitions/organise/petition_deed.html", context, status=status)


def _languages_to_come(petition: Petition) -> list[str]:
    """Languages in which visitors will read the German text."""
    texts = petition.texts.filter(version=petition.published_version)
    written = set(texts.values_list("language", flat=True))
    return [name for code, name in settings.LANGUAGES if code not in written]


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def answer(request: Organising, slug: str) -> HttpResponse:
    """What the addressee has answered: a step on the petition's way, for everybody to read."""
    petition = found(request, slug, "petitions.publish_petition")
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, initial={"happened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"words": form.words, "on": form.cleaned_data["happened_on"]}
        verb = services.answer if form.cleaned_data["outcome"] == "answered" else services.refuse
        try:
            verb(petition, **given, actor=request.user)
        except ValidationError as reason:
            form.add_error(None, reason)
        else:
            messages.success(request, _("The answer stands on the petition's page."))
            return redirect("petitions_organise:detail", petition.slug)
    status = 422 if form.errors else 200
    context = {"petition": petition, "form": form}
    return render(request, "petitions/organise/petition_answer.html", context, status=status)
