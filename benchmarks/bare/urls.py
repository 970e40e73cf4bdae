"""Two views: a bare "ok", and a form of three fields that becomes one row."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.bare.models import Entry


class EntryForm(forms.Form):
    name = forms.CharField(max_length=80)
    email = forms.EmailField()
    postcode = forms.CharField(max_length=10)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def enter(request: HttpRequest) -> HttpResponse:
    form = EntryForm(request.POST)
    if not form.is_valid():
        return HttpResponse("Please check the fields.", status=422)
    Entry.objects.create(**form.cleaned_data)
    return HttpResponse("ok")


urlpatterns = [path("hello/", hello), path("enter/", enter)]
