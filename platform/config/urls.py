"""All addresses: the pages, and what is for programs and for those who run the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config.page_urls import urlpatterns as pages

handler400 = "web.errors.bad_request"
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.server_error"

urlpatterns = [
    # First what thousands ask for at once: the rest is tried before nobody's signature.
    *pages,
    *i18n_patterns(path("developers/", include("pages.developer_urls"))),
    # What mail providers tell of bounces; without the secret anybody could.
    *([path("anymail/", include("anymail.urls"))] if settings.ANYMAIL_WEBHOOK_SECRET else []),
    path("api/v1/", include("config.api_urls")),
    *([path("", include("access.identity_urls"))] if settings.HAS_APPLICATIONS else []),
    # Its door is the platform's own login: accounts.admin.
    path("admin/", admin.site.urls),
]
