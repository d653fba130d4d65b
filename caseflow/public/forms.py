"""What the public may type: a tip, a receipt, an addition, a paper to be verified."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import CleanCharField, CleanTextField, EvidenceFileField, PhoneField, RadioCards, speak

ANONYMOUS, NAMED = "anonymous", "named"
KINDS = (
    ("test", _("用 B 超、抽血等方法鉴定胎儿性别")),
    ("broker", _("介绍、组织孕妇去做鉴定或者抽血")),
    ("abortion", _("因为胎儿性别做人工终止妊娠")),
    ("goods", _("出售终止妊娠药品、B 超设备")),
    ("other", _("其他")),
)


class SentFilesField(EvidenceFileField):
    """Files as staff hand them in, but fewer and smaller; how many and how large is looked at before what is in them."""

    def __init__(self, **options: Any):
        super().__init__(multiple=True, required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [each for each in (data if isinstance(data, (list, tuple)) else [data]) if each]
        if len(files) > settings.PUBLIC_FILES:
            raise ValidationError(
                _t("一次最多交 %(most)d 个文件，现在有 %(n)d 个，请减少后重新选择；以后凭收据号还可以补交。")
                % {"most": settings.PUBLIC_FILES, "n": len(files)},
                code="number",
            )
        for each in files:
            if each.size > settings.PUBLIC_FILE_MB * 1024**2:
                raise ValidationError(
                    _t("“%(name)s”太大，单个文件不能超过 %(most)d MB，请压缩或者截取需要的部分。")
                    % {"name": each.name[:80], "most": settings.PUBLIC_FILE_MB},
                    code="size",
                )
        return super().clean(files, initial)


class PublicForm(forms.Form):
    """A form without a cookie: its hidden token says that it is ours and sends nothing twice."""

    token = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name != "token":
                speak(field)

    def add_sentence(self, sentence: str) -> None:
        self.add_error(None, ValidationError(sentence))


class TipForm(PublicForm):
    """A tip as somebody outside gives it: what they know, in their own words."""

    kinds = forms.MultipleChoiceField(
        label=_("是哪一类情况"),
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可以选多项"),
    )
    about_name = CleanCharField(
        label=_("单位、店铺或者人的名称"),
        max_length=120,
        help_text=_("不知道名称的，写招牌、绰号、网名、微信号都可以。请不要写孕妇的姓名。"),
    )
    about_citizen = forms.BooleanField(label=_("这是个人，不是单位或者店铺"), required=False)
    about_address = CleanCharField(label=_("在哪里"), help_text=_("例如街道和门牌、附近的店、在几楼、哪个群"))
    happened = CleanCharField(
        label=_("什么时候"), required=False, help_text=_("记不清的写大概，例如“十月初，晚上七八点”")
    )
    summary = CleanTextField(
        label=_("经过"),
        max_length=5000,
        help_text=_("谁做的、怎么收费、怎么联系。5000 字以内。不确定的请写明是听说的。"),
    )
    attached = SentFilesField(label=_("照片、录音或者聊天截图"))
    contact = forms.ChoiceField(
        label=_("要不要留下姓名"),
        choices=((ANONYMOUS, _("不留姓名")), (NAMED, _("留下姓名和联系方式"))),
        initial=ANONYMOUS,
        widget=RadioCards(
            described={
                ANONYMOUS: _("凭收据号查进度、看留言、补充情况"),
                NAMED: _("十五日内告知是否受理；身份密封保存，不经两个人批准谁也看不到"),
            }
        ),
    )
    name = CleanCharField(label=_("您的姓名"), max_length=50, required=False)
    phone = PhoneField(label=_("您的电话"), required=False)
    address = CleanCharField(label=_("您的地址"), required=False)
    wants_reply = forms.BooleanField(label=_("希望得到答复"), required=False)
    wants_reward = forms.BooleanField(label=_("查实后申请奖励"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("contact") == NAMED and "name" in data:
            if not data["name"]:
                self.add_error("name", _t("实名举报请填写姓名；不想留姓名的，请在上面选“不留姓名”。"))
            elif not data.get("phone") and not data.get("address") and not self.has_error("phone"):
                self.add_error("phone", _t("实名举报请留下电话或者地址，否则没有办法告知您是否受理。"))
        return data


class ReceiptForm(PublicForm):
    receipt = forms.CharField(
        label=_("收据号"),
        max_length=60,
        help_text=_("五位字母数字加十六位数字，例如 K7M2P-1234-5678-9012-3456"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AdditionForm(PublicForm):
    """What is added by way of a receipt: words, files, or both."""

    ticket = forms.CharField(max_length=200, widget=forms.HiddenInput)
    text = CleanTextField(label=_("补充或者回答"), max_length=5000, required=False)
    attached = SentFilesField(label=_("照片、录音或者聊天截图"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not data.get("attached"):
            self.add_error("text", _t("请写几句话，或者选择文件。"))
        return data


class VerifyForm(PublicForm):
    """A paper by its number and check code, by its fingerprint, or by itself."""

    number = CleanCharField(
        label=_("文号或者编号"),
        max_length=100,
        required=False,
        help_text=_("例如 青卫医罚〔2026〕1号，括号用哪一种都可以"),
    )
    code = forms.CharField(
        label=_("核验码"),
        max_length=30,
        required=False,
        help_text=_("印在文书页脚，八位字母数字"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("或者选择电子文书（PDF）"), required=False, help_text=_("只计算文件的校验值来比对，不保存文件。")
    )
    sha256 = forms.CharField(label=_("或者填写文件的校验值（SHA-256）"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (
            data.get("file") or data.get("sha256") or (data.get("number") and data.get("code"))
        ):
            missing = "code" if data.get("number") else "number"
            self.add_error(missing, _t("请填写文号和核验码，或者选择电子文书。"))
        return data
