"""Files that were begun before their lines were bound are bound now, each in the order of its lines."""

from django.db import migrations

import writeonce
from caseflow.cases import chained


def bind(apps, schema_editor):
    Dossier, Event = apps.get_model("cases", "Dossier"), apps.get_model("cases", "Event")
    alias = schema_editor.connection.alias
    writeonce.remove(alias)  # put back after the migrations
    for dossier in (
        Dossier.objects.using(alias).filter(seq__gt=0).only("reference", "seq", "head", "last_at").iterator()
    ):
        dossier.head, dossier.last_at = dossier._meta.get_field("head").default, None
        events = list(Event.objects.using(alias).filter(dossier_id=dossier.pk).order_by("seq"))
        for event in events:
            chained.bind(event, dossier)
        Event.objects.using(alias).bulk_update(
            events, ["at", "prev", "hash", "mac", "key_id", "alg", "skew"], batch_size=100
        )
        dossier.save(update_fields=["head", "last_at"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_lines_have_hashes")]
    operations = [migrations.RunPython(bind, migrations.RunPython.noop, elidable=True)]
