"""The links in news mail; apart from campaigns/, so that their addresses stay short."""

from django.urls import path

from campaigns import news

app_name = "news"
urlpatterns = [path("<str:secret>/", news.unsubscribe, name="unsubscribe")]
