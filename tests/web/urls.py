"""A small site of its own, so that these tests depend on no app's pages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import include, path
from django.views.decorators.cache import never_cache
from rest_framework import serializers, viewsets
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import ConditionalMixin, CursorPage
from web.bodies import takes_files_of
from web.cache import cached_page
from web.errors import Gone
from web.htmx import VARY
from web.limits import LimitExceeded
from web.models import SearchEntry
from web.origin import same_origin_required

handler400 = "web.errors.bad_request"
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.server_error"


class Counting:
    """How often a page was really made, and what it was asked for."""

    made = 0
    answer = staticmethod(lambda request: HttpResponse("ü" * 2000))


@cached_page()
def page(request):
    Counting.made += 1
    SearchEntry.objects.count()
    return Counting.answer(request)


@cached_page()
def echo(request):
    Counting.made += 1
    said = {"GET": dict(request.GET.lists()), "path": request.get_full_path()}
    return HttpResponse(repr(said))


@cached_page()
def greeting(request):
    Counting.made += 1
    template = engines["django"].from_string(
        "{{ user.is_authenticated }}{% for m in messages %}{{ m }}{% endfor %}"
    )
    response = HttpResponse(template.render({}, request))
    response["Vary"] = ", ".join(VARY)
    return response


@cached_page()
def with_form(request):
    Counting.made += 1
    return HttpResponse(get_token(request))


@same_origin_required
def sign(request):
    return HttpResponse(request.POST.get("name", "-"))


def read_post(request):
    return HttpResponse(request.POST.get("name", "-"))


@never_cache
@takes_files_of(3_000_000)
def read_file(request):
    return HttpResponse(str(sum(file.size for file in request.FILES.values())))


def say(request):
    messages.info(request, "for you alone")
    return HttpResponse("said")


REFUSALS = {
    "gone": Gone(),
    "limit": LimitExceeded(42),
    "missing": Http404("x"),
    "forbidden": PermissionDenied(),
    "broken": RuntimeError("somebody@example.org"),
}


def refuse(request, how):
    raise REFUSALS[how]


def around(request):
    template = engines["django"].from_string(
        "{% load mitstimme %}{% url_in 'tr' %}|{% same_page_in 'ar' %}|{% active 'shop:around' %}"
        "|{% active 'shop:' %}|{% active 'other:' %}"
    )
    return HttpResponse(template.render({}, request))


class EntrySerializer(serializers.ModelSerializer):
    class Meta:
        model = SearchEntry
        fields = ["id", "kind", "title"]


class Entries(ConditionalMixin, viewsets.ModelViewSet):
    queryset = SearchEntry.objects.all()
    serializer_class = EntrySerializer
    pagination_class = CursorPage


class Refusing(APIView):
    def get(self, request, how):
        return refuse(request, how)

    def post(self, request, how):
        return Response(request.data)


api = [
    path("entries/", Entries.as_view({"get": "list", "post": "create"})),
    path("refuse/<how>/", Refusing.as_view()),
]
shop = ([path("around/<int:number>/", lambda r, number: around(r), name="around")], "shop")

urlpatterns = [
    path("page/", page),
    path("echo/", echo),
    path("greeting/", greeting),
    path("with-form/", with_form),
    path("say/", say),
    path("sign/", sign),
    path("read/", read_post),
    path("read/file/", read_file),
    path("refuse/<how>/", refuse),
    path("api/v1/", include(api)),
    path("api/plain/", sign),
    *i18n_patterns(path("shop/", include(shop)), path("page/", page), path("greeting/", greeting)),
]
