"""Passwords: Argon2 as strong as one machine of a county bears, and no password that this office suggests."""

import threading
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_two_at_once = threading.BoundedSemaphore(2)  # of each process: 19 MiB and a whole core each


class Argon2(Argon2PasswordHasher):
    """Two passes over 19 MiB; what was hashed otherwise is hashed anew when its owner signs in."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _two_at_once:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _two_at_once:
            return super().verify(password, encoded)


class NotOfThisOffice:
    """Refuses a password made of words that anybody who attacks this office tries first."""

    WORDS = (
        "caseflow",
        "password",
        "mima",
        "weijian",
        "wjw",
        "liangfei",
        "jisheng",
        "卫健",
        "卫生健康",
        "两非",
        "密码",
    )
    LEFT = 6  # so many characters must remain when the words are taken out

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        agency = getattr(user, "agency", None)
        own = (agency.key, agency.name, agency.region_name) if agency else ()
        for word in (*self.WORDS, *own):
            rest = rest.replace(word.lower(), "")
        if len(rest) < self.LEFT or len(set(rest)) < 4:
            raise ValidationError(
                _("密码太容易猜到：不要用单位、系统的名称，也不要重复几个字符。"), code="of_this_office"
            )

    def get_help_text(self) -> str:
        return _("不要用单位、系统的名称。")
