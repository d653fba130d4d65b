"""The inbox reads open human tasks in the order of two partial indexes, however many tasks have been done."""

from django.db import migrations

OWN = (
    "CREATE INDEX inbox_own ON viewflow_task (owner_id, created, id) "
    "WHERE status = 'ASSIGNED' AND flow_task_type = 'HUMAN'"
)
QUEUE = (
    "CREATE INDEX inbox_queue ON viewflow_task (owner_permission, created, id) "
    "WHERE status = 'NEW' AND flow_task_type = 'HUMAN'"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial"), ("viewflow", "0015_task_scheduled")]

    operations = [
        migrations.RunSQL(OWN, "DROP INDEX inbox_own"),
        migrations.RunSQL(QUEUE, "DROP INDEX inbox_queue"),
    ]
