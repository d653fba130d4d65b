"""Whether somebody may serve a family, and why not: the checks of reference 3.3, each with its sentence.

They are asked when somebody is appointed, after every change of the household, and every night.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from caseflow.cases import parameters
from caseflow.cases.calendar.days import add_months

from .codes import HelperCode, Kinship, Purpose

CAPS = {
    HelperCode.FPA_SEC: "support.cap_fpa_sec",
    HelperCode.TOWN_CADRE: "support.cap_town_cadre",
    HelperCode.VILLAGE_FP: "support.cap_village_fp",
    HelperCode.VILLAGE_DOCTOR: "support.cap_village_doctor",
    HelperCode.VOLUNTEER: "support.cap_volunteer",
}
CONSENTS = {HelperCode.VOLUNTEER: Purpose.D, HelperCode.VILLAGE_DOCTOR: Purpose.E}
DECLARED = (Kinship.OTHER, Kinship.NEIGHBOUR, Kinship.DEBT)


def profile_of(person: Any) -> Any:
    """What is registered of a person; None where nothing is."""
    from .models import HelperProfile

    return HelperProfile.objects.filter(user=person.pk).first()


# What ends a service for good. Each answers with its sentence, or with nothing.


def near(household: Any, person: Any, code: str, on: date) -> str:
    """A near relative serves in none of the five roles; the only doctor of a village may, by leave of the county."""
    close = household.close_people.get(person.pk)
    if close is None or not close.bars:
        return ""
    if code == HelperCode.VILLAGE_DOCTOR and close.kinship == Kinship.NEAR and close.waived_on:
        return ""
    words = {"person": person, "kinship": close.get_kinship_display()}
    return _("%(person)s 与家庭成员有“%(kinship)s”关系，不能担任联系人。") % words


def beneficiary(household: Any, person: Any, code: str, on: date) -> str:
    known = profile_of(person)
    if known is None or not known.in_scheme or code == HelperCode.VOLUNTEER:
        return ""
    return _("%(person)s 本人是同一项目的帮扶对象，只能按家庭意愿担任志愿者。") % {"person": person}


def refused_before(household: Any, person: Any, code: str, on: date) -> str:
    if not household.helpers.filter(user=person.pk).exclude(refused_on=None).exists():
        return ""
    return _("家庭以前要求换掉 %(person)s，不再安排。") % {"person": person}


def without_consent(household: Any, person: Any, code: str, on: date) -> str:
    """The family consents to the team (C), to a volunteer (D), to a doctor (E); each may be taken back (6.3)."""
    for purpose in (Purpose.C, CONSENTS.get(HelperCode(code))):
        if purpose is not None and not household.consents_to(purpose):
            return _("家庭没有同意“%(purpose)s”，不能安排。") % {"purpose": purpose.label}
    return ""


# What suspends a service until it is mended


def unfit(household: Any, person: Any, code: str, on: date) -> str:
    known = profile_of(person)
    if known is None or known.unfit_since is None or known.unfit_since > on:
        return ""
    return _("%(person)s 已登记为不宜担任帮扶工作。") % {"person": person}


def unpledged(household: Any, person: Any, code: str, on: date) -> str:
    known, months = profile_of(person), int(parameters.value("support.training_months", on))
    oldest = add_months(on, -months)
    if known is not None and all(day is not None and day >= oldest for day in (known.pledged_on, known.trained_on)):
        return ""
    return _("%(person)s 没有在 %(months)d 个月以内签过保密承诺、参加过培训，办好以后才能联系家庭。") % {
        "person": person,
        "months": months,
    }


Check = Callable[[Any, Any, str, date], str]
ENDING: tuple[Check, ...] = (near, beneficiary, without_consent)
BLOCKING: tuple[Check, ...] = (unfit, unpledged)


def first(checks: tuple[Check, ...], household: Any, person: Any, code: str, on: date) -> str:
    """The sentence of the first check that a person does not pass, or an empty string."""
    return next(filter(None, (check(household, person, code, on) for check in checks)), "")


def over_cap(household: Any, person: Any, code: str, on: date) -> str:
    """A warning, not a bar: the township may give its reason."""
    from .models import Helper

    if code not in CAPS:
        return ""
    most = int(parameters.value(CAPS[HelperCode(code)], on))
    held = Helper.objects.now().filter(user=person.pk, code=code).exclude(household=household.pk).count()
    if held < most:
        return ""
    return _("%(person)s 已联系 %(held)d 户，达到上限 %(most)d 户；确需安排的，请写明理由。") % {
        "person": person,
        "held": held,
        "most": most,
    }
