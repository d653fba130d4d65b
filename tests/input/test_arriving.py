"""Rows 43, 45 and 46: what arrives is refused by size, kind and encoding before anybody reads it; JSON is read strictly."""

import io
import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import MULTIPART_CONTENT

from caseflow import strictjson
from caseflow.arriving import Arriving, Request

FORM = "application/x-www-form-urlencoded"


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


def send(client, path, length, kind=FORM):
    """A request that says how much will come."""
    return client.generic("POST", path, b"x", content_type=kind, CONTENT_LENGTH=str(length), **{"wsgi.input": Unread()})


@pytest.fixture
def office(people):
    client = Client(raise_request_exception=False)
    client.force_login(people.intake)
    return client


@pytest.mark.parametrize("path", ["/new/tip/register/", "/login/", "/no/such/page/", "/policy-report/", "/"])
@pytest.mark.parametrize(("length", "kind"), [(200 * 2**20, FORM), (200 * 2**20, MULTIPART_CONTENT), (3 * 2**20, FORM)])
def test_too_much_is_refused_and_stays_unread(office, path, length, kind):
    answer = send(office, path, length, kind)
    assert answer.status_code == 413
    assert "没有保存任何内容" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/json", "text/xml", "application/octet-stream", "x", f"{FORM}; charset=gb18030",
     f"{FORM}; charset=utf-7", "multipart/form-data; boundary=x; charset=unicode_escape", f"{FORM}; charset=hex"],
)  # fmt: skip
def test_what_is_no_form_of_ours_is_refused(office, kind):
    answer = office.generic("POST", "/new/tip/register/", b'{"summary": "x"}', content_type=kind)
    assert answer.status_code == 415
    assert "不是网页表单" in answer.content.decode()


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "gbk"])
def test_an_address_is_read_as_utf8_alone(office, charset):
    answer = office.get(
        "/tips/?q=%5Cud800&sort=%2B2AA-", content_type="x", CONTENT_TYPE=f"text/plain; charset={charset}"
    )
    assert answer.status_code == 415
    assert office.get("/tips/?q=x", CONTENT_TYPE="text/plain; charset=UTF-8").status_code == 200


def test_a_header_that_cannot_be_read_is_refused_and_stops_nothing():
    for said in (
        "text/plain; charset=hex",
        "text/plain; charset=\0",
        "text/plain; charset*=hex''x",
        ";",
        "x; charset=" + "y" * 5000,
    ):
        request = Request(RequestFactory()._base_environ(CONTENT_TYPE=said, QUERY_STRING="q=%ff"))
        answer = Arriving(lambda request: HttpResponse(request.GET["q"]))(request)
        assert answer.status_code == (200 if said == ";" else 415), said


def test_multipart_without_its_boundary_is_refused(office):
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"):
        assert office.post("/new/tip/register/", b"--y\r\n", content_type=kind).status_code in (400, 422)


@pytest.mark.parametrize("path", ["/new/tip/register/", "/login/", "/set-up/"])
def test_ten_thousand_fields_are_refused(office, path):
    many = {f"a{n}": "x" for n in range(10_001)}
    for answer in (
        office.post(path, "&".join(f"{name}=x" for name in many), content_type=FORM),
        office.post(path, many),
        office.get("/tips/?" + "&".join(f"{name}=x" for name in many)),
    ):
        assert answer.status_code == 400
        assert "发来的内容不完整或者不合规定" in answer.content.decode()


def test_of_a_field_sent_twice_the_last_counts_and_brackets_are_another_name(office):
    answer = office.post(
        "/new/tip/register/", "summary=%E4%B8%80&summary=%E4%BA%8C&summary[]=%E4%B8%89", content_type=FORM
    )
    assert answer.status_code == 422
    assert answer.context["form"]["summary"].value() == "二"


def test_invalid_utf8_is_told_at_the_field(office):
    answer = office.post("/new/tip/register/", b"summary=%ff%fe%e7%8e&about_name=%c0%80", content_type=FORM)
    assert answer.status_code == 422
    assert "没有正确读出" in answer.content.decode()


HOSTILE = {
    "deep": "[" * 100_000 + "]" * 100_000,
    "deeper than twenty": "[" * 21 + "]" * 21,
    "a key twice": '{"a": 1, "a": 2}',
    "NaN": '{"a": NaN}',
    "infinity": '{"a": 1e999}',
    "minus infinity": '{"a": -Infinity}',
    "five thousand digits": '{"a": ' + "9" * 5000 + "}",
    "twenty-one digits": "1" * 21,
    "trailing bytes": "{} x",
    "NUL": '{"a": "\\u0000"}',
    "lone surrogate": '{"a": "\\ud800"}',
    "surrogate in a key": '{"\\udfff": 1}',
    "invalid UTF-8": b'{"a": "\xff"}',
    "nothing": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_loose_json_is_refused(db, client, text):
    with pytest.raises(ValueError):  # noqa: PT011 - of which kind, is the library's business
        strictjson.read(text)
    assert client.post("/policy-report/", text, content_type="application/csp-report").status_code == 400
    if isinstance(text, str) and text:
        with pytest.raises(strictjson.ValidationError, match="看不懂"):
            strictjson.StrictJsonField().clean(text)


def test_proper_json_is_read():
    said = {"a": [1, -2.5, True, None, {"b": "𠮷"}]}
    assert strictjson.read(json.dumps(said)) == said
    assert strictjson.StrictJsonField().clean(json.dumps(said)) == said


@pytest.mark.parametrize(
    "said",
    ["{}", "[]", '"x"', '{"id": "x", "response": {}}', '{"response": {"clientDataJSON": "!"}}', *HOSTILE.values()],
)
def test_what_is_no_answer_of_a_security_key_is_a_wrong_one(people, settings, said):
    client = Client(raise_request_exception=False)
    client.force_login(people.li)
    for path in ("/account/factors/keys/add/", "/prove/key/", "/login/code/"):
        assert client.post(path, {"credential": said, "name": "钥匙\u202e"}).status_code < 500
