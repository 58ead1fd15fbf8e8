"""The document of what intake does with faults, written from the kinds: `python tests/faults/document.py`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "intake-faults.md"

HEAD = """\
# Lỗi của tệp gửi đến: điều gì xảy ra

Tệp này được viết từ các kiểu lỗi trong `tests/faults/` bằng lệnh `python tests/faults/document.py`; đừng sửa tay.

Mỗi kiểu lỗi dưới đây được gây ra, theo hạt giống, trên tệp mẫu của hai kỳ, rồi so với khi không có lỗi. `make test`
chạy mỗi kiểu một lần, `make test-faults` chạy mỗi kiểu nhiều lần (hơn 500 lỗi) và in bảng số lần theo kiểu. Kết quả có
thể là:

- **bắt được**: dừng chạy, để riêng dòng, hoặc nêu trong «Điều cần xem lại», kèm tệp, trang, ô;
- **sửa được**: mọi chỉ tiêu như khi không có lỗi, không có báo động giả;
- **nêu là khó tin**: số vẫn được tính, được nêu kèm số dùng để so;
- **lọt**: chỉ tiêu sai mà không gì nói ra. Không kiểu nào được lọt, trừ những kiểu không thể biết.

## Không thể biết

Không gì trong các tệp nói được những lỗi này; chỉ người gửi hay người đọc biết. Chỗ nào có dòng tổng, số thứ tự, định
mức hay số kỳ trước thì lỗi cùng kiểu vẫn bị bắt: gửi dòng tổng, đánh số thứ tự là cách phòng tốt nhất.

"""
WORDS = {"caught": "bắt được", "repaired": "sửa được", "implausible": "nêu là khó tin", "missed": "có thể lọt"}
TITLES = {
    "kinds_numbers": "Số và tiền",
    "kinds_dates": "Ngày, tháng; điều ô hiển thị",
    "kinds_names": "Tên, danh mục, mã, chữ; dòng nhóm",
    "kinds_shape": "Chỗ đứng của bảng, tiêu đề, đơn vị tính",
    "kinds_rows": "Dòng: tổng, trống, trùng, chú thích",
    "kinds_files": "Tệp và trang",
}
FORMATS = """\

## Giới hạn khác

- Định dạng hiển thị của ô chỉ đọc được ở `.xlsx`, `.xlsm`; ở `.xls`, `.ods`, `.csv`, `.docx` thì tính theo số ô giữ.
- Khoảng thường gặp của số tiền ghi trong biểu mẫu (`worth`) rộng hơn trăm lần để không báo động giả: lệch mười lần thì
  không thấy, trừ khi có dòng tổng.
"""


def document(modules: Iterable[ModuleType]) -> str:
    """The whole document."""
    from faults.kinds import kinds_of

    parts = {module.__name__.rpartition(".")[2]: kinds_of(module) for module in modules}
    lines = [HEAD + "| Kiểu lỗi | Vì sao |\n|---|---|"]
    lines += [f"| {kind.title} | {kind.unknowable} |" for kinds in parts.values() for kind in kinds if kind.unknowable]
    for name, kinds in parts.items():
        lines.append(f"\n## {TITLES[name]}\n\n| Kiểu lỗi | Kết quả |\n|---|---|")
        lines += [f"| {kind.title} | {' hoặc '.join(WORDS[each] for each in kind.allowed)} |" for kind in kinds]
    return "\n".join(lines) + "\n" + FORMATS


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from faults.test_faults import MODULES

    DOCUMENT.write_text(document(MODULES), encoding="utf-8")
