"""What the fields take, what they put right, and what they say when they refuse."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.cases.fields import (
    CleanCharField,
    CleanTextField,
    CreditCodeField,
    EvidenceFileField,
    IdNumberField,
    IsoDateField,
    IsoDateTimeField,
    LicenceNumberField,
    MoneyField,
    PhoneField,
    StrictIntegerField,
)
from caseflow.cases.forms import MoveForm, mistakes

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 10, 9, 10, 24, tzinfo=SHANGHAI), tick=False):
        yield


def refusal(field, value):
    """The sentence with which ``field`` refuses ``value``."""
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    sentence = refused.value.messages[0]
    assert sentence.endswith("。"), sentence
    return sentence


# Text


@pytest.mark.parametrize(
    "name", ["𠮷田", "葛\U000e0100", "阿卜杜拉·买买提", "<script>alert(1)</script>", "{{7*7}}", "%_\\"]
)
def test_a_name_is_kept_as_typed(name):
    assert CleanCharField().clean(name) == name


def test_a_name_may_have_fifty_characters_and_not_fifty_one():
    field = CleanCharField(label="姓名", max_length=50)
    assert field.clean("买" * 50) == "买" * 50
    assert refusal(field, "买" * 51) == "“姓名”最多写 50 个字，现在有 51 个字，请删减。"


def test_a_hundred_kilobytes_are_refused_with_length_and_limit():
    sentence = refusal(CleanTextField(label="经过"), "字" * 100_000)
    assert "20000" in sentence
    assert "100000" in sentence


def test_only_ideographic_spaces_are_nothing():
    assert refusal(CleanCharField(label="姓名"), "\u3000\u3000") == "请填写“姓名”。"
    assert CleanCharField(required=False).clean("\u3000") == ""


@pytest.mark.parametrize("name", ["张三\r\nBcc:", "王\x00敏", "王\x1b[31m", "王\u202e敏", "王\ue000", "王\ufffd"])
def test_hidden_and_unprintable_characters_are_refused(name):
    assert "第 " in refusal(CleanCharField(label="姓名"), name)


def test_the_private_use_character_comes_with_a_hint():
    assert "国标字形" in refusal(CleanCharField(label="姓名"), "王\ue000")


def test_zero_width_characters_are_removed_and_it_is_told():
    field = CleanCharField()
    assert field.clean("王\u200b敏") == "王敏"
    assert field.notice("王\u200b敏", "王敏") == "已去掉 1 个看不见的字符。"


def test_a_long_text_keeps_its_lines():
    assert CleanTextField().clean("一\r\n二") == "一\n二"


def test_the_browser_is_not_told_to_cut_a_text_in_silence():
    assert "maxlength" not in CleanCharField(max_length=50).widget.attrs


# Numbers and money


@pytest.mark.parametrize(("typed", "value"), [("12", 12), ("１２", 12), ("1,200", 1200), ("0", 0), ("12份", 12)])
def test_a_whole_number(typed, value):
    assert StrictIntegerField(unit="份").clean(typed) == value


@pytest.mark.parametrize(
    "typed", ["1_000", "1e3", "١٢", "1.5", "+1", "十二", "2147483648", "9" * 5000, "9223372036854775808", "-1", "0x10"]
)
def test_what_is_no_whole_number_is_refused(typed):
    assert "份数" in refusal(StrictIntegerField(label="份数"), typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12000", "12000.00"), ("12,000.00", "12000.00"), ("￥12,000", "12000.00"), ("¥12，000", "12000.00"),
        ("１２０００．５", "12000.50"), ("18600.00 元", "18600.00"), ("0.01", "0.01"), (" 5. ", "5.00"),
    ],
)  # fmt: skip
def test_money_is_read_as_people_write_it(typed, amount):
    value = MoneyField().clean(typed)
    assert (value, str(value)) == (Decimal(amount), amount)


@pytest.mark.parametrize(
    "typed",
    [
        "-5.00", "0", "-0.00", "0.005", "1e3", "NaN", "Infinity", "1_0.00", "١٢", "壹万贰仟元", "1.86万", "1,00", "12,34,567",
        "99999999999999.99", "9" * 5000, "约100",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(typed):
    assert "罚款" in refusal(MoneyField(label="罚款"), typed)


def test_the_refusals_of_money_say_how_to_mend_it():
    field = MoneyField(label="罚款")
    assert "阿拉伯数字" in refusal(field, "壹万贰仟元")
    assert "两位小数" in refusal(field, "0.005")
    assert "负数" in refusal(field, "-5")
    assert "999,999,999,999.99" in refusal(field, "99999999999999.99")


def test_an_amount_that_was_put_right_is_shown_back():
    assert MoneyField().notice("￥12,000", Decimal("12000.00")) == "已读作 12,000.00 元。"
    assert MoneyField().notice("12000.00", Decimal("12000.00")) == ""


def test_nothing_may_be_an_amount_where_the_form_says_so():
    assert MoneyField(min_value=0).clean("0") == Decimal("0.00")


# Days and moments


@pytest.mark.parametrize(
    "typed", ["2026-01-02", "2026年1月2日", "２０２６-０１-０２", "2026/1/2", "2026.01.02", "2026 年 1 月 2 日"]
)
def test_a_day(typed):
    assert IsoDateField().clean(typed) == date(2026, 1, 2)


@pytest.mark.parametrize(
    "typed",
    ["01/02/26", "26-01-02", "2026-02-30", "0000-01-01", "0001-01-01", "9999-12-31", "1899-12-31", "明天", "20261009"],
)
def test_what_is_no_day_is_refused(typed):
    assert "送达日期" in refusal(IsoDateField(label="送达日期"), typed)


def test_a_day_in_the_future_names_today():
    field = IsoDateField(label="送达日期", past=True)
    assert field.clean("2026-10-09") == date(2026, 10, 9)
    assert refusal(field, "2026-10-10") == "“送达日期”不能晚于今天（2026年10月9日）。"


def test_a_day_is_shown_back_with_its_weekday():
    assert IsoDateField().notice("2026-10-10", date(2026, 10, 10)) == "2026年10月10日 星期六"


@pytest.mark.parametrize(
    "typed",
    ["2026-03-02 09:10", "2026-03-02T09:10", "2026-03-02 9:10:00", "2026年3月2日 9时10分", "２０２６-０３-０２　０９：１０",
     "2026-03-02T10:10+09:00", "2026-03-02 01:10Z"],
)  # fmt: skip
def test_a_moment_is_in_shanghai(typed):
    moment = IsoDateTimeField().clean(typed)
    assert moment == datetime(2026, 3, 2, 9, 10, tzinfo=SHANGHAI)
    assert moment.utcoffset().total_seconds() == 8 * 3600


@pytest.mark.parametrize(
    "typed", ["2026-03-02 24:00", "2026-03-02 23:59:60", "2026-03-02", "2026-03-02 0910", "2026-02-30 09:00", "9:10",
              "2026-03-02 09:10+99:00", "0001-01-01 00:00"]
)  # fmt: skip
def test_what_is_no_moment_is_refused(typed):
    assert "时间" in refusal(IsoDateTimeField(label="检查时间"), typed)


def test_a_moment_in_the_future_is_refused():
    assert "不能晚于现在" in refusal(IsoDateTimeField(past=True), "2026-10-09 10:25")
    assert IsoDateTimeField(past=True).clean("2026-10-09 10:24")


def test_values_are_shown_as_they_are_typed():
    assert IsoDateField().prepare_value(date(2026, 1, 2)) == "2026-01-02"
    assert IsoDateTimeField().prepare_value(datetime(2026, 3, 2, 9, 10, tzinfo=SHANGHAI)) == "2026-03-02 09:10"
    assert MoneyField().prepare_value(Decimal(5)) == "5.00"


# Identifiers


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"]
)
def test_an_identity_number_is_stored_compact_and_shown_back(typed):
    field = IdNumberField()
    assert field.clean(typed) == "11010519491231002X"
    assert field.notice(typed, "11010519491231002X") == "已存为 11010519491231002X。"


def test_invented_persons_need_the_setting(settings):
    assert IdNumberField().clean("990101198001010014")
    settings.SYNTHETIC_PERSONS = False
    assert "地区代码" in refusal(IdNumberField(), "990101198001010014")


@pytest.mark.parametrize(
    "typed", ["110105194912310021", "999999198001010010", "130503670401001", "1" * 5000, "王\u202e"]
)
def test_a_wrong_identity_number_is_refused(typed):
    assert refusal(IdNumberField(label="证件号码"), typed)


def test_other_numbers():
    assert CreditCodeField().clean("91620702ma0000007x") == "91620702MA0000007X"
    assert "校验码" in refusal(CreditCodeField(), "91620702MA00000070")
    assert PhoneField().clean("+86 138 0000 0000") == "13800000000"
    assert "区号" in refusal(PhoneField(label="电话"), "8212345")
    assert LicenceNumberField().clean("abc") == "ABC"
    assert "再核对" in LicenceNumberField().notice("ABC", "ABC")


# Files

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"
)


def office(part="word/document.xml", **more):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", part: b"<x/>", **more}.items():
            archive.writestr(name, content)
    return packed.getvalue()


def huge_png():
    import struct
    import zlib

    head = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return PNG[:8] + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + PNG[33:]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("现场照片.png", PNG), ("笔录.PDF", PDF), ("说明.txt", "经查\n".encode()), ("旧说明.txt", "经查，情况属实".encode("gb18030")),
        ("报告.docx", office()), ("流水.xlsx", office("xl/workbook.xml")),
        ("录音.mp3", b"ID3\x04" + bytes(200)), ("录像.mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(50)),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + bytes(20)),
    ],
    ids=lambda value: ascii(value) if isinstance(value, str) else "",
)  # fmt: skip
def test_evidence_is_taken_as_it_is(name, content):
    if name == "照片.jpg":
        from PIL import Image

        picture = io.BytesIO()
        Image.new("RGB", (4, 4)).save(picture, "JPEG")
        content = picture.getvalue()
    file = EvidenceFileField().clean(SimpleUploadedFile(name, content))
    assert file.name == name
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.pdf", b""), ("空白.txt", b" \r\n\t "), ("木马.jpg", b"MZ\x90\x00" + bytes(100)), ("网页.pdf", b"<html></html>"),
        ("照片.jpg", PDF), ("图.svg", b"<svg/>"), ("页.html", b"<html/>"), ("脚本.txt", b"<script>1</script>"),
        ("大图.png", huge_png()), ("截断.png", PNG[:20]),
        ("程序.exe", b"MZ"), ("无扩展名", PDF), ("乱.txt", bytes(range(256))), ("压缩.docx", office("a.txt")),
        ("带宏.docx", office(**{"word/vbaProject.bin": b"x"})), ("越界.docx", office(**{"../../etc/passwd": b"x"})),
        ("外链.xlsx", office("xl/workbook.xml", **{"xl/externalLinks/1.xml": b"<x/>"})),
        ("实体.docx", office(**{"word/a.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"})),
        ("坏.docx", office()[:60]), ("证据\u202egpj.pdf", PDF),
    ],
    ids=lambda value: ascii(value) if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused(name, content):
    assert refusal(EvidenceFileField(label="证据"), SimpleUploadedFile(name, content))


def test_a_document_that_unpacks_to_too_much_is_refused():
    file = SimpleUploadedFile("炸弹.docx", office(**{"word/media.bin": bytes(5_000_000)}))
    assert "太大" in refusal(EvidenceFileField(), file)


def test_a_file_over_the_limit_is_refused_with_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 1024**2
    assert "不能超过 1 MB" in refusal(EvidenceFileField(), SimpleUploadedFile("大.txt", b"a" * (1024**2 + 1)))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("C:\\证据\\照片.pdf", "照片.pdf"), ("CON.pdf", "_CON.pdf"), ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("a\n\"b'.pdf", "ab'.pdf"), ("a\x00.pdf", "a.pdf"), ("证\u200b据.pdf", "证据.pdf"),
    ],
)  # fmt: skip
def test_a_file_name_is_cleaned(name, cleaned):
    file = SimpleUploadedFile("x.pdf", PDF)
    file._name = name  # what a client sends that does not clean it first
    assert EvidenceFileField().clean(file).name == cleaned


def test_several_files_are_judged_one_by_one():
    field = EvidenceFileField(multiple=True)
    good, bad = SimpleUploadedFile("好.pdf", PDF), SimpleUploadedFile("坏.pdf", b"x")
    assert field.clean([good]) == [good]
    assert "坏.pdf" in refusal(field, [good, bad])
    assert EvidenceFileField(multiple=True, required=False).clean([]) == []
    assert refusal(EvidenceFileField(label="照片"), None) == "请上传“照片”。"


# Forms


class ServiceForm(MoveForm):
    sections = (("谁去送的", ("server",)),)
    method = forms.ChoiceField(label="送达方式", choices=[("direct", "直接送达")], widget=forms.RadioSelect)
    served_on = IsoDateField(label="送达日期", past=True)
    server = CleanCharField(label="送达人")
    fee = MoneyField(label="费用", required=False)


GIVEN = {"method": "direct", "served_on": "2026-10-09", "server": "顾承远", "token": "abc", "version": "7"}


def test_a_form_gives_the_facts_without_its_controls():
    form = ServiceForm(GIVEN)
    assert form.is_valid()
    assert form.facts() == {"method": "direct", "served_on": date(2026, 10, 9), "server": "顾承远", "fee": None}
    assert (form.token_of_attempt, form.version_filled_in_on) == ("abc", 7)


def test_a_new_form_carries_a_token_and_each_its_own():
    assert ServiceForm()["token"].value() != ServiceForm()["token"].value()


def test_the_summary_says_every_mistake_and_leads_to_its_field():
    form = ServiceForm({"served_on": "2026-10-10", "version": "7"})
    assert [(each.sentence, each.anchor) for each in mistakes(form)] == [
        ("请选择“送达方式”。", "id_method_0"),
        ("“送达日期”不能晚于今天（2026年10月9日）。", "id_served_on"),
        ("请填写“送达人”。", "id_server"),
    ]


def test_what_the_case_does_not_allow_stands_in_the_summary_with_its_mend():
    form = ServiceForm(GIVEN)
    form.is_valid()
    form.refuse({"two_officers": "案件还没有两名承办人。"}, {"two_officers": "/people"})
    assert [(each.sentence, each.link) for each in mistakes(form)] == [("案件还没有两名承办人。", "/people")]


def test_a_version_that_is_none_is_said_in_words():
    form = ServiceForm({**GIVEN, "version": "abc"})
    assert "已经失效" in mistakes(form)[0].sentence


def test_a_choice_that_does_not_exist_is_refused_in_words():
    form = ServiceForm({**GIVEN, "method": "pigeon"})
    assert mistakes(form)[0].sentence == "“送达方式”里没有这个选项，请重新选择。"


def test_groups_put_unnamed_fields_first():
    groups = [(heading, [bound.name for bound in bounds]) for heading, bounds in ServiceForm().groups]
    assert groups == [("", ["method", "served_on", "fee"]), ("谁去送的", ["server"])]


def test_a_control_is_described_by_hint_error_and_remark():
    control = ServiceForm({**GIVEN, "served_on": "2026-10-10"})["served_on"]
    assert 'aria-describedby="id_served_on_helptext id_served_on_error id_served_on_after"' in str(control)
    assert 'aria-invalid="true"' in str(control)


def test_how_a_value_was_read_is_shown_below_the_control():
    form = ServiceForm({**GIVEN, "fee": "￥12", "server": ""})
    assert form["fee"].after == "已读作 12.00 元。"
