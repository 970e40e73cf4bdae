from django.urls import path

from petitions.organise import exporting

app_name = "petitions_exports"
urlpatterns = [path("<str:secret>/", exporting.download, name="download")]
