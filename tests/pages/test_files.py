"""Handed-in files as the pages show them: what became of each, once however often it comes, whole or not at all."""

import io
import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.cases import received
from caseflow.cases.models import Upload
from tests.files import made


@pytest.fixture
def hand_in(bring_to, people, desk, on_day, at):
    """``hand_in(name, content)`` fills in the form for evidence of one case, and returns the answer and the case page."""
    case = bring_to("investigating")
    li = desk(people.li)

    def hand(name, content, **values):
        with on_day(3, 11):
            file = SimpleUploadedFile(name, content)
            given = {"kind": "EV1", "name": "收据", "upload": file, **values}
            answer = li.submit(at(case, "add_evidence"), **given)
            return answer, li.get(at(case)).content.decode()

    hand.case, hand.desk = case, li
    return hand


def test_the_list_of_evidence_says_that_a_photo_can_be_looked_at(hand_in):
    answer, page = hand_in("照片.jpg", made.picture(exif=made.exif()))
    assert answer.status_code == 303
    upload = Upload.objects.get()
    assert (upload.state, upload.scanned) == ("viewable", False)
    assert "可查看" in page
    assert "未经病毒查杀" in page
    assert f"/uploads/{upload.pk}/copy/" in page


def test_a_file_set_apart_is_named_with_the_reason(hand_in, on_day):
    _answer, page = hand_in("合同.pdf", made.pdf(change=made.with_script))
    assert "已隔离：文件里带有脚本、自动动作或者夹带的文件" in page
    assert "“合同.pdf”已经收存并隔离" in page
    with on_day(3, 11):
        copy = hand_in.desk.get(f"/uploads/{Upload.objects.get().pk}/copy/")
    assert b"JavaScript" not in b"".join(copy.streaming_content)


def test_a_refused_file_leaves_nothing(hand_in):
    answer, _page = hand_in("图.svg", b"<svg/>")
    assert answer.status_code == 422
    assert "不收“图.svg”这种格式的文件" in answer.content.decode()
    assert not Upload.objects.exists()


def test_the_same_file_fifty_times_is_stored_once(people, bring_to):
    case = bring_to("accepted")
    for _time in range(50):
        file = SimpleUploadedFile("a.mp4", made.MP4)
        file.verdict = received.intake.Verdict()  # what is found out of it is the subject of other tests
        received.keep(file, case.dossier, people.li)
    assert case.dossier.uploads.count() == 50
    assert len(list(received.files_store().digests())) == 1


def test_a_scanner_that_finds_something_has_the_last_word(hand_in, settings):
    class Clamd(socketserver.StreamRequestHandler):
        def handle(self):
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", self.rfile.read(4))[0]:
                content += self.rfile.read(length)
            self.wfile.write(b"stream: Evil FOUND\0" if b"evil" in content else b"stream: OK\0")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
        _answer, page = hand_in("好.txt", "收据".encode())
        assert "未经病毒查杀" not in page
        _answer, page = hand_in("坏.txt", b"evil words")
        server.shutdown()
    assert "已隔离：文件含有病毒或者病毒测试代码" in page
    assert Upload.objects.get(name="坏.txt").copy_sha256 == ""


def sent(desk, address, body, promised):
    """The status of a request whose connection ends after ``body``, though ``promised`` bytes were announced."""
    wire = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(promised)}
    wire["CONTENT_TYPE"] = "multipart/form-data; boundary=cut"
    return desk.client.generic("POST", address, **wire).status_code


def test_an_upload_that_was_cut_off_leaves_nothing_and_may_come_again(hand_in, at, on_day):
    address = at(hand_in.case, "add_evidence")
    with on_day(3, 11):
        values = {**hand_in.desk.form(address), "kind": "EV1", "name": "收据"}
        values.pop("upload", None)
        body = "".join(
            f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in values.items()
        ).encode()
        body += b'--cut\r\nContent-Disposition: form-data; name="upload"; filename="a.txt"\r\n\r\n'
        whole = body + b"words " * 500 + b"\r\n--cut--\r\n"
        assert sent(hand_in.desk, address, body + b"words " * 300, len(whole)) == 400
        assert not Upload.objects.exists()
        assert sent(hand_in.desk, address, whole, len(whole)) == 303
        assert sent(hand_in.desk, address, whole, len(whole)) == 303
    assert [each.size for each in Upload.objects.all()] == [3000]
