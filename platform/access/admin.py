"""Applications that may ask people to act for them: registered by whoever runs the server."""

from typing import Any

import allauth.idp.oidc.admin  # noqa: F401 - it registers what is replaced here
from allauth.idp.oidc.models import Client, Token
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from access import services
from access.forms.applications import ApplicationForm

admin.site.unregister([Client, Token])


@admin.register(Client)
class ApplicationAdmin(admin.ModelAdmin):
    """The secret stands in the answer to the form alone; consent is never skipped."""

    form = ApplicationForm
    list_display = ("name", "id", "type", "created_at")
    list_filter = ("type",)
    search_fields = ("id", "name")
    readonly_fields = ("id", "created_at")
    fields = ("name", "type", "redirect_uris", "cors_origins", "scopes", "id", "created_at")
    actions = ("give_new_secret",)

    def save_model(self, request: Any, obj: Client, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            request.client_secret = services.register(obj)

    def response_add(
        self, request: Any, obj: Client, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._show(request, obj, request.client_secret)

    @admin.action(description=_("Give it a new secret"), permissions=["change"])
    def give_new_secret(
        self, request: HttpRequest, clients: QuerySet[Client]
    ) -> HttpResponse | None:
        chosen = list(clients[:2])
        if len(chosen) != 1 or chosen[0].type != Client.Type.CONFIDENTIAL:
            messages.error(request, _("Choose one application that can keep a secret."))
            return None
        return self._show(request, chosen[0], services.give_new_secret(chosen[0]))

    def _show(self, request: HttpRequest, client: Client, secret: str) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": client.name,
            "client": client,
            "secret": secret,
            "opts": self.opts,
        }
        page = render(request, "access/admin/application_secret.html", context)
        add_never_cache_headers(page)
        return page
