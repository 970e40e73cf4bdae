"""Who can be asked: the list that all share, a new one, and its words in every language."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.workspace.access import Organising, find, require, workspace_page
from partners.workspace.texts import TextForm
from petitions import services
from petitions.forms.addressees import NewAddresseeForm, WebsiteForm
from petitions.models import Addressee, AddresseeText
from web.named import named
from web.text import clean_line

SEE, CHANGE = "petitions.view_addressee", "petitions.change_addressee"
PER_PAGE = 50


@require_safe
@workspace_page
def addressee_list(request: Organising) -> HttpResponse:
    if not request.user.has_perm(SEE):
        raise Http404
    addressees: Any = Addressee.objects.all()
    query = clean_line(request.GET.get("q", ""))[:160]
    if query:
        texts = named(AddresseeText.objects.all(), query, "name")
        addressees = addressees.filter(pk__in=texts.values("addressee"))
    counted = addressees.annotate(petition_count=Count("petitions")).order_by("slug").with_texts()
    context = {
        "page": Paginator(counted, PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "may_add": request.user.has_perm("petitions.add_addressee"),
    }
    return render(request, "petitions/organise/addressee_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    """A new one; whoever writes a name that is known is led to that one."""
    if not request.user.has_perm(SEE):
        raise Http404
    require(request, "petitions.add_addressee")
    form = NewAddresseeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        before = Addressee.objects.count()
        addressee = services.add_addressee(**form.cleaned_data, actor=request.user)
        if Addressee.objects.count() > before:
            messages.success(request, _("The addressee is on the list."))
        else:
            messages.info(request, _("This addressee was on the list already. Here it is."))
        return redirect("addressees_organise:detail", addressee.slug)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/addressee_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    """Its words by language, and its website to change for whoever may."""
    need = CHANGE if request.method == "POST" else ""
    addressee = find(request, Addressee.objects.with_texts(), SEE, need, slug=slug)
    data = request.POST if request.method == "POST" else None
    form = WebsiteForm(data, initial={"website": addressee.website})
    if form.is_bound and form.is_valid():
        services.set_website(addressee, form.cleaned_data["website"], actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("addressees_organise:detail", slug)
    texts = {text.language: text for text in addressee.texts.all()}
    context = {
        "addressee": addressee,
        "form": form,
        "texts": [(code, texts.get(code)) for code, _name in settings.LANGUAGES],
        "petition_count": addressee.petitions.count(),
        "may_change": request.user.has_perm(CHANGE, addressee),
    }
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/addressee_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def text(request: Organising, slug: str, language: str) -> HttpResponse:
    addressee = find(request, Addressee.objects.with_texts(), SEE, CHANGE, slug=slug)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    present = addressee.texts.filter(language=language).first()
    form = TextForm(AddresseeText, present, language, request.POST or None)
    if form.is_bound and form.is_valid():
        store = partial(services.write_addressee, addressee, language, actor=request.user)
        if _stored(form, store):
            messages.success(request, _("Saved."))
            return redirect("addressees_organise:detail", slug)
    is_kept = present is not None and not request.user.runs_site
    context = {
        "addressee": addressee,
        "form": form,
        "language": language,
        "kept": services.name_is_kept() if is_kept and services.keeps_its_name(addressee) else "",
    }
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    return render(request, "petitions/organise/addressee_text.html", context, status=status)


def _stored(form: TextForm, store: Any) -> bool:
    try:
        return form.save(store)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
