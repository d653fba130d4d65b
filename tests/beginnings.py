"""What a new database begins with, remembered once and put back after each test that commits."""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connections, models, transaction


class Beginnings:
    """The rows of each database after its first clearing, by model, in an order in which they can be put back."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Any, list[Any]]]] = {}

    def remember(self, database: str) -> None:
        everything = apps.get_models(include_auto_created=True)
        found = [(model, list(model._base_manager.using(database).order_by("pk"))) for model in everything]
        self.rows[database] = [(model, rows) for model, rows in found if rows]

    def put_back(self, database: str) -> bool:
        """Whether there was something to put back."""
        if database not in self.rows:
            return False
        connection = connections[database]
        with transaction.atomic(database), connection.constraint_checks_disabled():
            for model, rows in self.rows[database]:
                model._base_manager.using(database).bulk_create(rows)
            numbered = [model for model, _rows in self.rows[database] if isinstance(model._meta.pk, models.AutoField)]
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), numbered):
                    cursor.execute(statement)
        ContentType.objects.clear_cache()
        return True
