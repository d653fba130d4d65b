"""A browser looks at what was handed in: copies that do nothing and say of nobody where they were, and why a file is set apart."""

from datetime import date
from pathlib import Path

import pytest

from caseflow.cases.models import Upload
from tests import walk
from tests.files import made

pytestmark = pytest.mark.browser
LETTER = "称可鉴定，收费六百元。<img src=x onerror='window.ran = 1'>"


@pytest.fixture
def files(tmp_path):
    """What somebody brings on a stick, by name."""
    brought = {
        "现场照片.jpg": made.picture(size=(900, 600), exif=made.exif()),
        "转账记录.pdf": made.pdf(change=made.with_script),
        "举报信.txt": LETTER.encode(),
    }
    for name, content in brought.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in brought]


def open_copy(desk, upload):
    """What the browser makes of a viewing copy, and the bytes it got."""
    answer = desk.go(f"/uploads/{upload.pk}/copy/")
    return answer, desk.page.request.get(f"{desk.address}/uploads/{upload.pk}/copy/").body()


def test_copies_do_nothing_and_tell_nothing(everybody, at_desk, on_day, files):
    case = walk.bring_to(everybody, "investigating")
    with on_day(date(2026, 3, 11)):
        li = at_desk("li")
        for file in files:
            li.act(case, "add_evidence", kind="EV1", name=file.stem, upload=file)
        li.go(f"/cases/{case}/")
        assert "已隔离：文件里带有脚本、自动动作或者夹带的文件" in li.text
        assert li.text.count("未经病毒查杀") == len(files)
        for width in (1366, 360):
            li.page.set_viewport_size({"width": width, "height": 800})
            assert li.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        photo, paper, letter = Upload.objects.order_by("pk")
        answer, content = open_copy(li, photo)
        assert answer.headers["content-type"] == "image/jpeg"
        assert made.tells(content) == []
        assert li.page.evaluate("document.images[0].naturalWidth") == 900
        answer, content = open_copy(li, letter)
        assert answer.headers["content-type"].startswith("text/plain")
        assert LETTER in li.page.inner_text("body")
        assert li.page.evaluate("window.ran ?? 0") == 0
        copy = li.page.request.get(f"{li.address}/uploads/{paper.pk}/copy/")
        assert b"JavaScript" not in copy.body()
        li.go(f"/cases/{case}/")
        with li.page.expect_download() as saved:  # an original is saved, never shown
            li.page.locator(f"a[href='/uploads/{paper.pk}/']").click()
    assert saved.value.suggested_filename == "转账记录.pdf"
    assert Path(saved.value.path()).read_bytes() == files[1].read_bytes()
    # Chromium dresses a picture or text of its own with styles, and asks for an icon: neither is granted
    assert [each for each in li.failures if "inline style" not in each and "404" not in each] == []
