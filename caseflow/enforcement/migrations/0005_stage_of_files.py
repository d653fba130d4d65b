from django.db import migrations

TIP = ("registered", "checking", "transferred", "not_filed", "accepted")
CASE = (
    "accepted", "not_filed", "filed", "investigating", "suspended", "terminated", "concluded", "in_panel",
    "in_legal_review", "notice_issued", "notice_served", "in_hearing", "re_examined", "in_approval", "in_discussion",
    "decided", "served", "performing", "deferred", "overdue", "demanded", "court_asked", "in_court", "closing",
    "closed", "archived", "reopened",
)  # fmt: skip


def tell_stages(apps, schema_editor):
    """The files of before get the place of the state of their root in its procedure."""
    files = apps.get_model("cases", "Dossier").objects
    for name, label, states in (("Tip", "enforcement.tip", TIP), ("EnforcementCase", "enforcement.case", CASE)):
        records = apps.get_model("enforcement", name).objects
        for stage, state in enumerate(states):
            held = records.filter(state=state).values("dossier")
            files.filter(procedure=label, pk__in=held).update(stage=stage)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_stage_and_indexes_of_orders"),
        ("enforcement", "0004_instalments_of_a_plan_end"),
    ]
    operations = [migrations.RunPython(tell_stages, migrations.RunPython.noop)]
