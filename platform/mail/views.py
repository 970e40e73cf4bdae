"""The demo's mailbox. Outside a demo these pages don't exist."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from mail.models import DemoMessage

type View = Callable[..., HttpResponse]

# The message as it was sent carries its styles inline; scripts, images and
# requests to anywhere stay forbidden, and only the mailbox may frame it.
MESSAGE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}
# On the page itself only the frame is allowed beyond the site's own rules.
PAGE_CSP = cast("dict[str, list[str]]", settings.SECURE_CSP) | {"frame-src": [str(CSP.SELF)]}


def demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@require_safe
@never_cache
def message_list(request: HttpRequest) -> HttpResponse:
    messages = DemoMessage.objects.defer("text", "html")
    page = Paginator(messages, 50).get_page(request.GET.get("page"))
    return render(request, "mail/message_list.html", {"page": page})


@demo_only
@require_safe
@never_cache
@csp_override(PAGE_CSP)
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(DemoMessage, pk=pk)
    return render(request, "mail/message_detail.html", {"message": message})


@demo_only
@require_safe
@never_cache
@csp_override(MESSAGE_CSP)
@xframe_options_sameorigin
def message_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML body alone, for the sandboxed frame on the message's page."""
    html = get_object_or_404(DemoMessage, pk=pk).html
    # Links leave the frame, as they would leave a mail program.
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
