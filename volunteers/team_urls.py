from django.urls.resolvers import URLPattern

app_name = "teams"
urlpatterns: list[URLPattern] = []
