"""The rules of the genre on made-up reports of several shapes: clean ones pass, each seeded error is found, and only
where it is."""

import pytest
from checks.audit.reports import REPORTS

from lib.checks.audit.document import Document, structured
from lib.checks.audit.findings import ERROR, REVIEW, Finding
from lib.checks.audit.read_text import text_blocks
from lib.checks.audit.rules import check_genre


def read(text: str) -> Document:
    return structured("x.txt", text_blocks(text))


def said(found: list[Finding]) -> list[tuple[str, str]]:
    return [(each.kind, f"{each.message}; {each.arithmetic}") for each in found]


@pytest.mark.parametrize("name", REPORTS)
def test_a_clean_report_passes(name: str) -> None:
    assert said(check_genre(read(REPORTS[name]))) == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_summary_before_the_official_head_is_not_the_report(name: str) -> None:
    front = "\n".join(
        ["Tóm tắt cho lãnh đạo", *(f"Chỉ tiêu thứ {n}\n{n * 7} hộ" for n in range(2, 20)), "I. Kết quả", ""]
    )
    found = read(front + REPORTS[name])
    assert said(check_genre(found)) == []
    assert [each.text for each in found.prose] == [each.text for each in read(REPORTS[name]).prose]


SEEDED = [
    # parts and wholes
    ("commune", "42 hộ ở vùng cao", "43 hộ ở vùng cao", "sum", ERROR,
     "61 + 43 + 15 = 119; tổng ghi 118, các phần thừa 1"),
    ("commune", "1.450 triệu đồng", "1.540 triệu đồng", "sum", REVIEW,
     "1.750 triệu đồng + 1.540 triệu đồng + 1 tỷ đồng"),
    ("commune", "xây mới 5 nhà", "xây mới 15 nhà", "sum", REVIEW, "15 + 4 = 19; tổng ghi 9"),
    ("district", "29,3 tỷ đồng", "23,9 tỷ đồng", "sum", ERROR, "= 41,4 tỷ đồng; tổng ghi 46,8 tỷ đồng"),
    ("district", "3 mô hình trồng ngô", "2 mô hình trồng ngô", "sum", REVIEW, "4 + 2 + 3 = 9; tổng ghi 10"),
    ("district", "9.700 thẻ", "7.900 thẻ", "sum", ERROR, "các phần thiếu 1.800"),
    ("district", "3.115 học sinh dân tộc", "31.115 học sinh dân tộc", "part", ERROR, "31.115 > 7.432"),
    ("province", "176.250 triệu", "167.250 triệu", "sum", ERROR, "403.650 triệu đồng; tổng ghi 412.650 triệu đồng"),
    ("province", "822 hộ cận nghèo", "922 hộ cận nghèo", "sum", REVIEW, "1.506 + 922 + 386 = 2.814; tổng ghi 2.714"),
    ("province", "15 phường", "25 phường", "sum", ERROR, "78 + 25 + 3 = 106"),
    ("province", "sửa chữa 335 hộ", "sửa chữa 353 hộ", "sum", ERROR, "905 + 353 = 1.258; tổng ghi 1.240"),
    # shares, changes
    ("commune", "chiếm 12,5% tổng số", "chiếm 15,2% tổng số", "share", ERROR, "156 ÷ 1.248 = 12,5%; văn bản ghi 15,2%"),
    ("commune", "9,46%, giảm 3,04%", "9,46%, giảm 3,40%", "difference", REVIEW, "= 3,04%; văn bản ghi 3,40%"),
    ("district", "2.046/3.000 hộ", "2.046/3.300 hộ", "share", ERROR, "2.046 ÷ 3.300 = 62,0%; văn bản ghi 68,2%"),
    ("district", "chiếm 50% tổng số", "chiếm 55% tổng số", "share", ERROR, "1.023 ÷ 2.046"),
    ("district", "bằng 69,8% trong", "bằng 68,9% trong", "share", ERROR, "88 ÷ 126 = 69,8%; văn bản ghi 68,9%"),
    ("district", "tăng 2.350 người", "tăng 2.530 người", "difference", REVIEW, "= 2.350; văn bản ghi 2.530"),
    ("province", "đạt 80% tổng vốn", "đạt 88% tổng vốn", "share", ERROR,
     "330.120 triệu đồng ÷ 412.650 triệu đồng = 80,0%"),
    ("province", "2.304 người", "2.034 người", "share", ERROR, "2.034 ÷ 2.880 = 70,6%; văn bản ghi 80%"),
    # lists
    ("commune", "Còn 03 thôn", "Còn 04 thôn", "count", ERROR, "04 thôn, nhưng kể 3 tên: Nà Lốc, Khe Mo, Tà Vờng"),
    ("district", "còn 2 xã chưa", "còn 3 xã chưa", "count", ERROR, "3 xã, nhưng kể 2 tên: Mường Lạn, Pá Vạt"),
    ("province", "A Rông, Tà Long, Ba Nang", "A Rông, Tà Long, Ba Nang, Húc", "count", ERROR, "kể 4 tên"),
    # numbers
    ("commune", "9 (chín) hộ", "9 (tám) hộ", "words", ERROR, "bằng số: 9; bằng chữ: tám = 8"),
    ("commune", "84.960.000 đồng", "84.960.00 đồng", "format", ERROR, "không đọc được con số"),
    ("province", "4,12%", "4.12%", "format", REVIEW, "dùng dấu chấm trước phần thập phân"),
    # numbering
    ("commune", "3. Chính sách khác", "4. Chính sách khác", "numbering", ERROR, "trước mục 4 thiếu số mục liền trước"),
    ("district", "1.2. Hỗ trợ sản xuất", "1.1. Hỗ trợ sản xuất", "numbering", ERROR, "số mục 1.1 đã có ở trên"),
    ("district", "IV/ NHIỆM VỤ", "III/ NHIỆM VỤ", "numbering", ERROR, "số mục III đã có ở trên"),
    ("province", "3.3. Tiểu dự án", "2.3. Tiểu dự án", "numbering", REVIEW, "mục 2.3 không nằm dưới mục mẹ"),
    ("province", "b) Vốn sự nghiệp", "c) Vốn sự nghiệp", "numbering", REVIEW, "trước mục c thiếu"),
    # letters, names, words
    ("commune", "thôn Khe Mo, Tà Vờng trong", "thôn Khe M\u043e, Tà Vờng trong", "foreign", ERROR, "chữ Kirin (Nga)"),
    ("commune", "thôn Khe Mo, Tà Vờng trong", "thôn Khe Mô, Tà Vờng trong", "name", REVIEW, "«Khe Mô» và «Khe Mo»"),
    ("district", "31 cơ quan", "31 \u200bcơ quan", "foreign", REVIEW, "ký tự vô hình"),
    ("district", "Giải ngân hết vốn", "Giải ngân ngân hết vốn", "doubled", REVIEW, "«ngân» viết hai lần liền nhau"),
    ("province", "Tỉnh ban hành 12", "Tỉnh đã ban hành đã ban hành 12", "doubled", REVIEW,
     "«đã ban hành» viết hai lần"),
    # dates
    ("district", "ngày 30/11/2017", "ngày 31/11/2017", "date", ERROR, "lịch không có ngày 31/11/2017"),
    ("district", "ngày 30/11/2017", "ngày 30/11/2217", "date", ERROR, "năm 2217 không thể có"),
    ("commune", "ngày 20/11/2023", "ngày 20/12/2023", "date", REVIEW, "ban hành sau ngày báo cáo 12/12/2023"),
    ("district", "ngày 10/8/2015", "ngày 10/8/2016", "date", ERROR, "số văn bản ghi năm 2015, ngày ghi năm 2016"),
    ("district", "báo cáo sơ kết 6 tháng đầu năm 2017", "báo cáo sơ kết 6 tháng đầu năm 2016", "date", ERROR,
     "câu kết ghi"),
    # form
    ("commune", "Độc lập - Tự do - Hạnh phúc\n", "", "form", ERROR, "thiếu Tiêu ngữ"),
    ("commune", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n", "", "form", ERROR,
     "thiếu Quốc hiệu, Tiêu ngữ"),
    ("commune", "Số: 47/BC-UBND\n", "", "form", ERROR, "thiếu số, ký hiệu văn bản"),
    ("district", "Đồng Khê, ngày 20 tháng 6 năm 2017\n", "", "form", ERROR, "thiếu địa danh và ngày"),
    ("district", "Nơi nhận:\n- Như trên;\n- TT. Huyện ủy, HĐND huyện;\n- Lưu: VT, LĐTBXH.\n", "", "form", ERROR,
     "thiếu nơi nhận"),
    ("district", "Hoàng Thị Mẩy\n", "", "form", ERROR, "thiếu họ tên người ký"),
    ("province", "báo cáo./.", "báo cáo/.", "form", REVIEW, "viết «./.»"),
    ("province", "KT. GIÁM ĐỐC", "KT GIÁM ĐỐC", "form", REVIEW, "thiếu dấu chấm sau «KT»"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "kind", "level", "words"), SEEDED, ids=lambda value: str(value)[:30])
def test_a_seeded_error_is_found_and_nothing_else(
    name: str, old: str, new: str, kind: str, level: str, words: str
) -> None:
    text = REPORTS[name]
    assert text.count(old) == 1
    found = check_genre(read(text.replace(old, new)))
    assert (kind, level) in {(each.kind, each.level) for each in found}, said(found)
    assert any(words in told for each, told in said(found) if each == kind), said(found)
    assert {each.kind for each in found} == {kind}, said(found)
