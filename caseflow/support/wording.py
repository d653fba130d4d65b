"""What is never written to or about a family, and what is written instead (reference 6.4)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

# Never to be read by anybody: the phrase, and what is said instead. Kept here alone; a test reads all other words.
NEVER: Mapping[str, str] = {
    "失独": "关怀家庭",
    "绝户": "关怀家庭",
    "断后": "关怀家庭",
    "绝后": "关怀家庭",
    "超生": "（不写）",
    "违法生育": "（不写）",
    "孩子没了": "孩子的事我们记着",
    "孩子死了": "孩子的事我们记着",
    "死亡原因": "（不收集）",
    "死亡证明还得": "材料我们这里已经核过，不用再跑",
    "想开点": "您难受是正常的",
    "都过去了": "需要我们陪您做什么？",
    "还可以再生": "（不说）",
    "再领养一个": "（不说）",
    "死亡家庭": "关怀帮扶项目拟确认人员",
    "伤残家庭": "关怀帮扶项目拟确认人员",
    "贫困户": "关怀家庭",
    "不配合": "按本人意愿调整",
    "拒访": "按本人意愿调整",
    "追缴": "核对发放月份",
    "冒领": "核对发放月份",
    "生日快乐": "（子女的记录不引发任何问候）",
}


def offences(text: str) -> list[tuple[str, str]]:
    """The phrases of ``text`` that are never written, each with what is written instead."""
    return [(phrase, instead) for phrase, instead in NEVER.items() if phrase in text]


def refusal(text: str) -> str:
    """The sentence that says how to put it, or an empty string."""
    found = offences(text)
    if not found:
        return ""
    phrase, instead = found[0]
    return _("请换一种说法：不写“%(phrase)s”，写“%(instead)s”。") % {"phrase": phrase, "instead": instead}
