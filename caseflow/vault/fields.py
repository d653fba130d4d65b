"""The column of a sealed text: whoever reads the row learns that there is something, and nothing else."""

import base64
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _


@dataclass(frozen=True, repr=False)
class Sealed:
    """What a row shows of a sealed text. True in itself: there is something."""

    alg: str
    key_id: str
    box: bytes

    def __str__(self) -> str:
        return _("已封存")

    __repr__ = __str__

    def stored(self) -> str:
        return f"{self.alg}:{self.key_id}:{base64.b64encode(self.box).decode()}"

    @classmethod
    def read(cls, stored: str) -> "Sealed":
        """What is not of this form is read all the same, and found out when it is opened."""
        alg, _colon, rest = stored.partition(":")
        key_id, _colon, box = rest.partition(":")
        try:
            return cls(alg, key_id, base64.b64decode(box, validate=True))
        except ValueError:
            return cls("", key_id, b"")


class SealedField(models.TextField):
    """A text column that takes and gives ``Sealed`` alone; ``searched`` keeps a blind index of its words."""

    def __init__(self, *args: Any, searched: bool = False, **kwargs: Any):
        self.searched = searched
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        if value and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed with caseflow.vault.keeping.keep().")
        return value.stored() if value else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Sealed.read(value) if value else ""

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        value: Any = self.value_from_object(obj)
        return value.stored() if value else ""

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None  # sealed text cannot be searched
