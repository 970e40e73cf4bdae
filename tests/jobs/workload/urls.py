"""Pages that take as long as they are told to, besides those as shipped."""

import time

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config import urls as shipped


@csrf_exempt
def slow(request: HttpRequest, milliseconds: int) -> HttpResponse:
    size = len(request.body)
    time.sleep(milliseconds / 1000)
    return HttpResponse(f"{milliseconds} {size} done", content_type="text/plain")


def database(request: HttpRequest, milliseconds: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [milliseconds / 1000])
    return HttpResponse(f"{milliseconds} done", content_type="text/plain")


urlpatterns = [
    path("slow/<int:milliseconds>/", slow),
    path("database/<int:milliseconds>/", database),
    *shipped.urlpatterns,
]
