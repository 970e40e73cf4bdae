from django.db import models


class Entry(models.Model):
    name = models.CharField(max_length=80)
    email = models.EmailField()
    postcode = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.name
