"""What a family wishes and what an occasion asks for: which ways of contact keep which duty (reference 3.5, 7.8)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    HOME = "HOME", _("上门")
    PHONE = "PHONE", _("电话")
    MESSAGE = "MESSAGE", _("短信、微信")
    VIDEO = "VIDEO", _("视频")
    PLACE = "PLACE", _("机构、医院探望")
    ACCOMPANY = "ACCOMPANY", _("陪同服务")
    EVENT = "EVENT", _("活动")
    OFFICE = "OFFICE", _("来访")


AT_HOME = frozenset({Channel.HOME, Channel.PLACE})
FACE = AT_HOME | {Channel.ACCOMPANY, Channel.EVENT, Channel.OFFICE}
SPOKEN = FACE | {Channel.PHONE, Channel.VIDEO}
ANY = frozenset(Channel)


class Occasion(TextChoices):
    """Why somebody comes or calls: the codes of the reference, with the second steps of an event as codes of their own."""

    SPRING = "SPRING", _("春节")
    DRAGON = "DRAGON", _("端午节")
    MIDAUT = "MIDAUT", _("中秋节")
    CHONGYANG = "CHONGYANG", _("重阳节")
    NEWYEAR = "NEWYEAR", _("元旦")
    ASSOCIATION = "ASSOCIATION", _("5·29协会日")
    BIRTHDAY = "BIRTHDAY", _("本人生日")
    ROUTINE = "ROUTINE", _("日常联系")
    MEET = "MEET", _("见面")
    QUARTER = "QUARTER", _("上门走访")
    HOSPITAL = "HOSPITAL", _("得知住院后联系")
    HOSPITAL_VISIT = "HOSPITAL_VISIT", _("住院探望")
    DISCHARGE = "DISCHARGE", _("出院后看望")
    MAJOR_EVENT = "MAJOR_EVENT", _("重大变故，到场")
    BEREAVEMENT_NEW = "BEREAVEMENT_NEW", _("初次陪伴")
    BEREAVEMENT_SECOND = "BEREAVEMENT_SECOND", _("再次陪伴，带去实际帮助")
    WELFARE_CHECK = "WELFARE_CHECK", _("当天去看是否平安")
    WISH_CHECK = "WISH_CHECK", _("一年一次问联系意愿")
    STAY_CLAIM = "STAY_CLAIM", _("提醒申领住院护理补贴")
    REVIEW = "REVIEW", _("评估、年审")
    HANDOVER = "HANDOVER", _("交接")
    COMPLAINT = "COMPLAINT", _("回应诉求")


FESTIVALS = (
    Occasion.SPRING,
    Occasion.DRAGON,
    Occasion.MIDAUT,
    Occasion.CHONGYANG,
    Occasion.NEWYEAR,
    Occasion.ASSOCIATION,
)
ALWAYS = FESTIVALS[:3]
URGENT = frozenset(
    {
        Occasion.HOSPITAL,
        Occasion.HOSPITAL_VISIT,
        Occasion.DISCHARGE,
        Occasion.MAJOR_EVENT,
        Occasion.BEREAVEMENT_NEW,
        Occasion.BEREAVEMENT_SECOND,
        Occasion.WELFARE_CHECK,
    }
)
ON_SITE = frozenset({Occasion.MAJOR_EVENT, Occasion.WELFARE_CHECK})  # whatever the family usually prefers
# why a visit was made, as it is written down; the second steps of an event go by the first
OF_VISITS = tuple(
    each
    for each in Occasion
    if each not in (Occasion.HOSPITAL_VISIT, Occasion.BEREAVEMENT_SECOND, Occasion.STAY_CLAIM, Occasion.MEET)
)


class Preference(TextChoices):
    """How a family wishes to be met; the codes of ``codes.Contact``."""

    HOME_OK = "HOME_OK"
    PHONE_ONLY = "PHONE_ONLY"
    MESSAGE_ONLY = "MESSAGE_ONLY"
    NO_FESTIVAL = "NO_FESTIVAL"
    NO_CONTACT = "NO_CONTACT_EXCEPT_URGENT"


class Status(TextChoices):
    """How a duty stands. That it is overdue is not stored: it is open and its last day is over."""

    PLANNED = "PLANNED", _("待办")
    ATTEMPTED = "ATTEMPTED", _("两次没联系上")
    DONE = "DONE", _("已办")
    LATE = "LATE", _("已办，晚于约定")
    BY_WISH = "BY_WISH", _("按家庭意愿")
    SUPPRESSED = "SUPPRESSED", _("不作安排")


OPEN = (Status.PLANNED, Status.ATTEMPTED)


class Wanted(NamedTuple):
    """Which ways keep a duty; none at all where it is kept by leaving the family alone. ``by_wish``: it is their wish."""

    channels: frozenset[Channel]
    by_wish: bool = False
    people: int = 1


def is_urgent(occasion: str) -> bool:
    return occasion in URGENT


def wanted(occasion: Occasion, preference: Preference) -> Wanted:
    """What keeps the duty of ``occasion`` towards a family with a preference."""
    normal = usual(occasion)
    if occasion in ON_SITE:
        return normal
    match preference:
        case Preference.PHONE_ONLY:
            return Wanted(SPOKEN, True, normal.people)
        case Preference.MESSAGE_ONLY:
            return Wanted(ANY, True, normal.people)
        case Preference.NO_FESTIVAL if occasion in FESTIVALS:
            return Wanted(frozenset(), True)
        case Preference.NO_CONTACT if occasion not in URGENT and occasion != Occasion.WISH_CHECK:
            return Wanted(frozenset(), True)
    return normal


def usual(occasion: Occasion) -> Wanted:
    """What keeps the duty where the family wishes nothing else."""
    match occasion:
        case Occasion.MAJOR_EVENT:
            return Wanted(FACE, people=2)
        case Occasion.QUARTER | Occasion.DISCHARGE | Occasion.WELFARE_CHECK:
            return Wanted(AT_HOME)
        case Occasion.MEET | Occasion.HOSPITAL_VISIT:
            return Wanted(FACE)
        case _ if occasion in FESTIVALS:
            return Wanted(AT_HOME)
    return Wanted(ANY)


@cache
def left_alone(preference: Preference) -> tuple[Occasion, ...]:
    """The occasions on which a family with a preference is left alone, and that counts as kept."""
    return tuple(each for each in Occasion if not wanted(each, preference).channels)
