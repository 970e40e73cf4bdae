"""The provider of OAuth 2 and OpenID Connect: allauth's views within this platform's rules.

Authorization code only, with PKCE by S256; consent is always asked by a page.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.idp.oidc import views as theirs
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import extract_params, respond_html_error
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import get_supported_language_variant
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from oauthlib.oauth2.rfc6749.errors import FatalClientError, InvalidRequestError, OAuth2Error
from oauthlib.openid.connect.core.exceptions import InteractionRequired

from access import services
from access.forms.consent import ConsentForm
from privacy import audit
from web.limits import LimitExceeded, check, client_network

type View = Callable[..., HttpResponse]


class ConsentView(theirs.AuthorizationView):
    """Asks whether the application may, and leads back to it either way."""

    form_class = ConsentForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            error = InvalidRequestError("The code challenge must be made by S256.")
            return respond_html_error(request, error=error)
        if "none" in asked.get("prompt", "").split():
            return self._refuse_silence(request)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: ConsentForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == HTTPStatus.FOUND:
            client = ("allauth_idp_oidc.client", self._request_info["client_id"])
            scopes = list(form.cleaned_data["scopes"])
            audit.record("access.application_allowed", self.request.user, client, scopes=scopes)
        return response

    def form_invalid(self, form: ConsentForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        way_back = services.way_back_of(self._request_info["redirect_uri"])
        leads_to = {"form-action": [CSP.SELF, *filter(None, [way_back])]}
        policy: Any = settings.SECURE_CSP | leads_to
        return csp_override(policy)(lambda request: response)(self.request)

    def _refuse_silence(self, request: HttpRequest) -> HttpResponse:
        """`prompt=none` is answered as if consent were missing, which it always is here.

        allauth would let an application in whose scopes had been allowed to another one.
        """
        asked = request.GET.copy()
        del asked["prompt"]
        request.META["QUERY_STRING"] = asked.urlencode()
        try:
            _scopes, info = get_server().validate_authorization_request(*extract_params(request))
        except FatalClientError as error:
            return respond_html_error(request, error=error)
        except OAuth2Error as error:
            return theirs._ClientHttpResponseRedirect(error.in_uri(error.redirect_uri))
        refusal = InteractionRequired(state=info.get("state"))
        return theirs._ClientHttpResponseRedirect(refusal.in_uri(info["redirect_uri"]))


def in_their_language(view: View) -> View:
    """In the language the application asks for (`ui_locales`), or else the account's."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # No address here is for one language, so the header offers no others.
        request.has_one_language = True  # type: ignore[attr-defined]
        tags = request.GET.get("ui_locales", "").split()[:10]
        if request.user.is_authenticated:
            tags.append(request.user.language)
        for tag in tags:
            try:
                language = get_supported_language_variant(tag)
            except LookupError:
                continue
            translation.activate(language)
            request.LANGUAGE_CODE = language
            break
        return view(request, *args, **kwargs)

    return spoken


def checked(view: View) -> View:
    """Refuse with 400 what the database or allauth would stumble over."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (ValidationError, ValueError):
            # A resource that is none of ours; a zero byte, which PostgreSQL takes in no text.
            return JsonResponse({"error": "invalid_request"}, status=400)

    return guarded


def limited(view: View) -> View:
    """Each secret that is tried costs a slow hash: a network has so many tries."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check("identity:network", client_network(request))
        except LimitExceeded as exceeded:
            response = JsonResponse({"error": "temporarily_unavailable"}, status=429)
            response["Retry-After"] = str(exceeded.retry_after)
            return response
        return view(request, *args, **kwargs)

    return guarded


def not_offered(request: HttpRequest) -> HttpResponse:
    raise Http404


authorization = never_cache(in_their_language(checked(ConsentView.as_view())))
token = never_cache(limited(checked(theirs.token)))
revoke = never_cache(limited(checked(theirs.revoke)))
user_info = never_cache(limited(checked(theirs.user_info)))
