"""What the database knows of the keys: which there are and which were destroyed, but no key, not even a wrapped one."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_id() -> str:
    return secrets.token_hex(16)


class DataKey(models.Model):
    """The key of a file, wrapped by a master key, or of a sealed person, wrapped by the key of the file.

    The wrapped key itself lies in the store beside the master keys, in no backup of the data: destroyed there, nothing
    that was sealed with it is ever read again, here or in an older copy.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    file = models.CharField(_("案卷"), max_length=40)  # its reference
    parent = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="persons")
    made_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    destroyed_at = models.DateTimeField(_("销毁时间"), null=True, editable=False)
    ground = models.CharField(_("销毁依据"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("数据密钥")
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=Q(parent=None), name="one_key_of_a_file"),
        ]
        indexes = [models.Index(fields=["file"], name="key_of_file")]

    def __str__(self) -> str:
        return self.id


class Word(models.Model):
    """A blind index: a word of a sealed text as HMAC under a key of its person, to find whether it stands elsewhere."""

    key = models.ForeignKey(DataKey, models.CASCADE, related_name="words")
    column = models.CharField(max_length=40)
    length = models.PositiveSmallIntegerField()  # characters
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("盲索引")
        constraints = [models.UniqueConstraint(fields=["key", "column", "mac"], name="a_word_once")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.column}"


class SealedRow(models.Model):
    """A row about somebody of whom the columns of the kind ``SealedField`` say nothing without the key."""

    key = models.OneToOneField(DataKey, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @property
    def erased(self) -> bool:
        """Whether what was sealed here cannot be read any more."""
        return self.key is not None and self.key.destroyed_at is not None

    @classmethod
    def sealed_names(cls) -> list[str]:
        from .fields import SealedField

        return [each.name for each in cls._meta.concrete_fields if isinstance(each, SealedField)]

    def sealed(self) -> dict[str, Any]:
        """The sealed columns that hold something, as they show themselves."""
        return {name: getattr(self, name) for name in self.sealed_names() if getattr(self, name)}
