"""Signatures by the million: one index over random keys less, and the lists of the
administration and of retention no longer read the whole table."""

from django.db import migrations, models

from web.operations import AddIndexWhileRunning, AddUniqueWhileRunning, RemoveIndexWhileRunning


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("petitions", "0003_ledger_without_check")]

    operations = [
        AddUniqueWhileRunning(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("person_key", "petition"), name="one_signature_each_person"
            ),
        ),
        migrations.RemoveConstraint(model_name="signature", name="one_signature_per_person"),
        RemoveIndexWhileRunning(model_name="signature", name="signature_person"),
        AddIndexWhileRunning(
            model_name="signature",
            index=models.Index(fields=["signed_at"], name="signature_newest"),
        ),
        AddIndexWhileRunning(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("state__in", ["withdrawn", "invalidated"])),
                fields=["signed_at"],
                name="signature_left",
            ),
        ),
    ]
