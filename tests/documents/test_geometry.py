"""An official letter lies on the grid of GB/T 9704-2012, measured on the PDF in millimetres."""

import pytest

CELL, LINE = 156 / 28, 225 / 22
BODY = 156 / 25.4 * 72 / 28  # points
TOLERANCE = 0.1


@pytest.fixture
def letter(rendered, sheets):
    return sheets(rendered("sample_notice"))


def test_a_sheet_is_a4(letter):
    for sheet in letter:
        assert float(sheet.page.width) * 25.4 / 72 == pytest.approx(210, abs=TOLERANCE)
        assert float(sheet.page.height) * 25.4 / 72 == pytest.approx(297, abs=TOLERANCE)


@pytest.mark.parametrize(("index", "left"), [(0, 28), (1, 26), (2, 28)])
def test_text_begins_at_the_margin_and_full_lines_end_at_the_other(letter, index, left):
    lines = letter[index].baselines(BODY).values()
    assert min(c["x0"] for line in lines for c in line) * 25.4 / 72 == pytest.approx(left, abs=TOLERANCE)
    ends = [max(c["x1"] for c in line) * 25.4 / 72 for line in lines]
    full = [end for end in ends if end > left + 154]
    assert len(full) >= 4
    assert full == pytest.approx([left + 156] * len(full), abs=TOLERANCE)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_every_line_lies_on_the_grid_of_twenty_two(letter, index):
    first = 37 + (LINE - CELL) / 2 + 0.88 * CELL
    for baseline in letter[index].baselines(BODY):
        if index == 0 and baseline < 37 + 8 * LINE:
            continue  # the red head has measures of its own
        number = round((baseline - first) / LINE)
        assert 0 <= number <= 21
        assert baseline == pytest.approx(first + number * LINE, abs=TOLERANCE)


def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters(sheets):
    from documents.kinds import DocumentKind
    from documents.rendering import render_paper
    from tests.documents import samples

    kind = DocumentKind("t", "T", "通知", "samples/notice.html")
    page = sheets(render_paper(kind, {**samples.NOTICE, "body": "卫" * 1500}).pdf)[1]
    lines = page.baselines(BODY)
    assert [len(line) for line in lines.values()] == [28] * 22


def test_the_red_head_and_its_line_are_where_the_standard_puts_them(letter):
    (mark,) = {round(float(c["top"]) * 25.4 / 72, 3) for c in letter[0].page.chars if c["size"] > 35}
    assert mark == pytest.approx(72, abs=TOLERANCE)
    left, right, top, thickness = letter[0].rules()[0]
    assert (left, right, thickness) == pytest.approx((28, 184, 0.7), abs=TOLERANCE)
    number_bottom = 37 + 35 + 15 + 2 * 7 + (LINE + CELL) / 2
    assert top - number_bottom == pytest.approx(4, abs=TOLERANCE)


def test_the_page_number_is_seven_millimetres_below_the_text_and_one_character_in(letter):
    for sheet, outer in ((letter[0], 184 - 4.94), (letter[1], 26 + 4.94)):
        ((baseline, characters),) = [
            (y, line) for y, line in sheet.baselines(14).items() if "—" in {c["text"] for c in line}
        ]
        assert baseline - 0.2675 * 14 * 25.4 / 72 == pytest.approx(269, abs=TOLERANCE)
        edges = [c["x0"] * 25.4 / 72 for c in characters] + [c["x1"] * 25.4 / 72 for c in characters]
        assert (max(edges) if outer > 100 else min(edges)) == pytest.approx(outer, abs=TOLERANCE)
    assert not letter[3].baselines(14) or all(c["text"] != "—" for c in letter[3].page.chars)


def test_the_imprint_ends_with_the_text_area(letter):
    rules = letter[3].rules()
    assert [rule[3] for rule in rules] == pytest.approx([0.35, 0.25, 0.35], abs=0.02)
    assert rules[-1][2] + rules[-1][3] == pytest.approx(262, abs=TOLERANCE)
    assert all(rule[:2] == pytest.approx((26, 182), abs=TOLERANCE) for rule in rules)


def test_the_seal_is_forty_two_millimetres_and_presses_on_name_and_date(letter):
    scale = 25.4 / 72
    circle = max(letter[2].page.curves, key=lambda curve: curve["width"])
    across = float(circle["width"]) * scale + float(circle["linewidth"] or 0) * 0
    assert across + 1.2 == pytest.approx(42, abs=TOLERANCE)
    centre = (float(circle["x0"]) + float(circle["x1"])) / 2 * scale
    middle = (float(circle["top"]) + float(circle["bottom"])) / 2 * scale
    body = letter[2].baselines(BODY)
    agency, day = [y for y in body if middle - 2 < y < middle + 21][:2]
    for y in (agency, day):
        line = body[y]
        assert (line[0]["x0"] + line[-1]["x1"]) / 2 * scale == pytest.approx(centre, abs=0.3)
    assert 184 - day_end(body[day]) == pytest.approx(4 * CELL, abs=5)


def day_end(line):
    return max(c["x1"] for c in line) * 25.4 / 72


def test_a_letter_of_correspondence_has_double_red_lines_of_170_millimetres(rendered, sheets):
    (page,) = sheets(rendered("sample_reply"))
    (mark,) = {round(float(c["top"]) * 25.4 / 72, 2) for c in page.page.chars if c["size"] > 35}
    assert mark == pytest.approx(30, abs=TOLERANCE)
    upper, lower = page.rules()[:2], page.rules()[-2:]
    assert [rule[:2] for rule in upper + lower] == [pytest.approx((20, 190), abs=TOLERANCE)] * 4
    assert [rule[3] for rule in upper] == pytest.approx([1, 0.35], abs=0.02)
    assert [rule[3] for rule in lower] == pytest.approx([0.35, 1], abs=0.02)
    assert upper[0][2] == pytest.approx(30 + 15 + 4, abs=TOLERANCE)
    assert lower[1][2] + lower[1][3] == pytest.approx(297 - 20, abs=TOLERANCE)
