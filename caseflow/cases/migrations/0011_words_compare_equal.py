"""The words that files are found by, in the form in which they are compared: old files are then found as new ones are."""

from django.db import migrations

from caseflow.cases.text import comparable


def compare_equal(apps, schema_editor):
    files = apps.get_model("cases", "Dossier").objects
    for pk, words in files.order_by("pk").values_list("pk", "words").iterator(chunk_size=1000):
        if (equal := comparable(words)) != words:
            files.filter(pk=pk).update(words=equal)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_files_from_outside_are_sealed")]

    operations = [migrations.RunPython(compare_equal, migrations.RunPython.noop)]
