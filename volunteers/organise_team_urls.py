from django.urls.resolvers import URLPattern

app_name = "teams_organise"
urlpatterns: list[URLPattern] = []
