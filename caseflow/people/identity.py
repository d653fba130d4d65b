"""What is kept of how people sign in, of what they are told about it, and of who gave them their offices."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """Somebody at a device. The key is a hash of what the cookie says: a copy of the table opens nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name=_("人员")
    )
    began_at = models.DateTimeField(_("登录时间"), null=True)
    seen_at = models.DateTimeField(_("最近使用"))
    device = models.CharField(_("设备"), max_length=60, blank=True)
    place = models.CharField(_("网络地址"), max_length=45, blank=True)

    class Meta:
        verbose_name = _("登录")
        verbose_name_plural = _("登录")

    @classmethod
    def get_session_store_class(cls):  # type: ignore[no-untyped-def]
        from .sessions import SessionStore

        return SessionStore


class Notice(models.Model):
    """Something a person is told about the own account, in the pages: there is no mail in a county's network."""

    class Kind(models.TextChoices):
        NEW_DEVICE = "new_device", _("在没有用过的设备上登录")
        PASSWORD = "password", _("密码已更换")
        RESET = "reset", _("管理员发放了设置码")
        FACTORS_REMOVED = "factors_removed", _("管理员解除了双因素认证")
        FACTOR_ADDED = "factor_added", _("添加了验证方式")
        FACTOR_REMOVED = "factor_removed", _("移除了验证方式")
        CODES = "codes", _("重新生成了备用码")
        DIRECTORY = "directory", _("账号与单位目录关联")
        OFFICES = "offices", _("岗位有变动")
        UNSEAL_ASKED = "unseal_asked", _("查看封存身份的申请在等您决定")
        UNSEAL_DECIDED = "unseal_decided", _("您查看封存身份的申请已有决定")
        UNSEALED = "unsealed", _("有封存的身份被查看")
        REPORTER_WROTE = "reporter_wrote", _("举报人有新的补充")
        UNSEALED_AT_ONCE = "unsealed_at_once", _("有封存的身份被紧急查看，须在 24 小时内确认")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("人员"))
    kind = models.CharField(_("事项"), max_length=20, choices=Kind.choices)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    device = models.CharField(_("设备"), max_length=60, blank=True)
    place = models.CharField(_("网络地址"), max_length=45, blank=True)

    class Meta:
        verbose_name = _("账号提醒")
        verbose_name_plural = _("账号提醒")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RoleChange(models.Model):
    """An office that one administrator asks for somebody and another one confirms."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_changes", verbose_name=_("人员")
    )
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("岗位"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人")
    )
    settled_at = models.DateTimeField(_("确认时间"), null=True)
    granted = models.BooleanField(_("已授予"), default=False)

    class Meta:
        verbose_name = _("岗位申请")
        verbose_name_plural = _("岗位申请")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"], condition=Q(settled_at=None), name="one_open_request_for_an_office"
            ),
            models.CheckConstraint(condition=~Q(settled_by=F("asked_by")), name="two_people_give_an_office"),
            models.CheckConstraint(
                condition=~Q(person=F("asked_by")) & ~Q(person=F("settled_by")), name="nobody_appoints_oneself"
            ),
            models.CheckConstraint(
                condition=Q(granted=False) | Q(settled_by__isnull=False), name="an_office_is_given_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.group}"


class CacheEntry(models.Model):
    """The table of the shared cache where there is no Redis; Django's DatabaseCache reads and writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "caseflow_cache"

    def __str__(self) -> str:
        return self.cache_key
