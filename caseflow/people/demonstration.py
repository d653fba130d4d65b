"""The authority that stories and demonstrations play in, and how a role of a procedure comes to a person."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from .models import Agency

QINGLAN = {
    "key": "qinglan",
    "name": "青岚县卫生健康局",
    "abbr": "青",
    "region_code": "620702",
    "region_name": "青岚县",
    "government": "青岚县人民政府",
    "court": "青岚县人民法院",
    "head": "陈秉章",
    "bank": "青岚县农村信用合作联社营业部",
    "bank_account": "6207020001234567",
    "address": "青岚县城关镇人民路1号",
    "phone": "0936-1234567",
    "postcode": "734000",
}
QUALIFICATION = "A20266207020001"  # 法律职业资格证号 of an invented reviewer


def demonstration_agency() -> Agency:
    """The invented county, made where it is not there yet."""
    return Agency.objects.get_or_create(key=QINGLAN["key"], defaults=QINGLAN)[0]


def group_of(app_label: str, role: str, name: Any) -> Group:
    """The group whose members hold ``role``, named as the role is called. Raises Permission.DoesNotExist."""
    group, created = Group.objects.get_or_create(name=str(name))
    if created:
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=role))
    return group
