"""The invented townships of the demonstration and the people who hold offices there, as the stories name them."""

from dataclasses import dataclass
from datetime import date

from caseflow.people.demonstration import demonstration_agency, group_of
from caseflow.people.models import User

from .models import Area, HelperProfile, Post
from .procedure import Role
from .procedure.words import OF_AREA

PASSWORD = "caseflow-demo"
PLEDGED = date(2026, 9, 1)
TOWN = {"code": "620702104", "name": "云溪镇", "committee": "云溪镇人民政府", "phone": "0936-8620001"}
VILLAGE = {
    "code": "620702104201",
    "name": "石桥村",
    "committee": "云溪镇石桥村村民委员会",
    "phone": "0936-8620123",
}


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    post: str
    role: Role


PEOPLE = (
    Person("zhouchunmei", "周春梅", "村专干", Role.VILLAGE_WORKER),
    Person("shilei", "石磊", "村卫健专干", Role.VILLAGE_WORKER),
    Person("sunyuee", "孙月娥", "村委会委员", Role.VILLAGE_WORKER),
    Person("shidayong", "石大勇", "村民代表", Role.PANEL),
    Person("shiqiaosheng", "石桥生", "村委会主任", Role.VILLAGE_HEAD),
    Person("mazhiqiang", "马志强", "镇卫健办", Role.TOWNSHIP_OFFICER),
    Person("tianli", "田丽", "镇卫健办", Role.TOWNSHIP_OFFICER),
    Person("baixiaoguang", "白晓光", "副镇长", Role.TOWNSHIP_DEPUTY),
    Person("zouwenhui", "邹文慧", "家庭发展科", Role.COUNTY_OFFICER),
    Person("jinhaiyan", "金海燕", "家庭发展科科长", Role.SECTION_HEAD),
    Person("luyuan", "陆远", "副局长", Role.LEADER),
    Person("gaojianfang", "高建芳", "县计生协会秘书长", Role.HELPER),
    Person("duwenbin", "杜文斌", "副镇长", Role.HELPER),
    Person("shixiaomei", "石小梅", "村委会委员", Role.HELPER),
    Person("weichangqing", "魏长青", "村医", Role.DOCTOR),
    Person("hanxue", "韩雪", "志愿者", Role.VOLUNTEER),
    Person("guoshuzhen", "郭淑珍", "县计生协会", Role.ASSOCIATION),
    Person("kangming", "康明", "家庭发展科", Role.COUNTY_OFFICER),
    Person("qianshouzheng", "钱守正", "财务科", Role.FINANCE),
)
HELPING = (Role.HELPER, Role.DOCTOR, Role.VOLUNTEER)
UNITS = {  # of those who hold no office of the village
    "高建芳": "县计生协会",
    "郭淑珍": "县计生协会",
    "杜文斌": "云溪镇",
    "魏长青": "石桥村卫生室",
    "韩雪": "云溪镇志愿服务队",
}
TOWNSHIP = (Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY)
COUNTY = (Role.COUNTY_OFFICER, Role.SECTION_HEAD, Role.LEADER, Role.FINANCE)


def make_office() -> list[User]:
    """Areas, people and posts, made where they are missing; passwords are set once."""
    agency = demonstration_agency()
    town = Area.objects.get_or_create(code=TOWN["code"], defaults=TOWN)[0]
    village = Area.objects.get_or_create(code=VILLAGE["code"], defaults={**VILLAGE, "parent": town})[0]
    people = []
    for told in PEOPLE:
        user = User.objects.filter(username=told.username).first()
        if user is None:
            unit = "县卫生健康局" if told.role in COUNTY else "云溪镇" if told.role in TOWNSHIP else "石桥村"
            unit = UNITS.get(told.name, unit)
            user = User(username=told.username, name=told.name, agency=agency, unit=unit, post=told.post)
            user.set_password(PASSWORD)
            user.save()
        if not user.groups.exists():
            user.groups.add(group_of("support", told.role, told.role.label))
        if told.role in HELPING:
            HelperProfile.objects.get_or_create(user=user, defaults={"pledged_on": PLEDGED, "trained_on": PLEDGED})
        if told.role in OF_AREA:
            area = town if told.role in TOWNSHIP else village
            Post.objects.get_or_create(user=user, role=told.role, area=area, until=None)
        people.append(user)
    return people
