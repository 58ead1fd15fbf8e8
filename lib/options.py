"""What each command takes, in Vietnamese. Standard library only, as `lib.arguments`."""

import argparse


def add_explain_options(parser: argparse.ArgumentParser) -> None:
    """What `explain` takes."""
    parser.add_argument("fact", metavar="CHỈ-TIÊU", help="mã chỉ tiêu, ví dụ credit.poor_share")
    add_report_options(parser)
    parser.add_argument("--json", action="store_true", help="in thành JSON, đủ mọi ô, để chương trình khác đọc")


def add_audit_options(parser: argparse.ArgumentParser) -> None:
    """What `audit` takes."""
    parser.epilog = "Mã kết thúc: 0 không có lỗi (có thể còn điều cần xem), 1 có lỗi, 2 gõ sai lệnh."
    parser.add_argument("file", metavar="TỆP", help="văn bản cần kiểm tra: .html, .docx, .txt hoặc .md")
    parser.add_argument("--unit", default="", metavar="ĐƠN-VỊ", help="đối chiếu với sổ chỉ tiêu của đơn vị")
    parser.add_argument("--period", default="", metavar="KỲ", help="… ở kỳ này; bỏ cả hai: chỉ xét văn bản")
    add_folder_options(parser)
    parser.add_argument("--json", action="store_true", help="in mọi phát hiện và mọi con số thành JSON")


def add_report_options(parser: argparse.ArgumentParser, today: bool = False, reports: bool = True) -> None:
    """A unit and a period, and where data and reports are."""
    parser.add_argument("--unit", metavar="ĐƠN-VỊ", help="mã đơn vị: tên thư mục trong data/raw (bắt buộc)")
    parser.add_argument("--period", metavar="KỲ", help="mã kỳ báo cáo: tên thư mục con của đơn vị (bắt buộc)")
    add_folder_options(parser, today, reports)


def add_folder_options(
    parser: argparse.ArgumentParser, today: bool = False, reports: bool = True, data: bool = True
) -> None:
    """Where data and reports are, and which day counts."""
    if today:
        parser.add_argument("--today", default="", metavar="NGÀY", help="tính đến ngày này (2023-06-15)")
    if data:
        parser.add_argument("--data", default="", metavar="THƯ-MỤC", help="dùng thay cho data/ của kho mã")
    if reports:
        parser.add_argument("--reports", default="", metavar="THƯ-MỤC", help="dùng thay cho reports/ của kho mã")


def add_bench_options(parser: argparse.ArgumentParser, rows: bool = False) -> None:
    """What measuring takes."""
    parser.add_argument("--rounds", type=int, default=5, metavar="SỐ-LẦN", help="số lần đo mỗi bên, mặc định 5")
    if rows:
        parser.add_argument("--rows", type=int, default=200_000, metavar="SỐ-DÒNG", help="mặc định 200000 dòng")
    add_report_options(parser, reports=not rows)


def add_bench_units_options(parser: argparse.ArgumentParser) -> None:
    """What measuring many units takes."""
    parser.add_argument("--unit", metavar="ĐƠN-VỊ", help="đơn vị mẫu để dựng các đơn vị nhỏ (bắt buộc)")
    parser.add_argument("--period", metavar="KỲ", help="kỳ mẫu (bắt buộc)")
    parser.add_argument("--counts", default="100,500", metavar="SỐ,SỐ", help="đo các đợt bấy nhiêu đơn vị (100,500)")
    told = "số đơn vị lập thêm bằng papermill và nbconvert nguyên bản để so (10; 0: bỏ)"
    parser.add_argument("--sample", type=int, default=10, metavar="SỐ", help=told)
    told = "tổng hợp thử bấy nhiêu sổ số liệu (3321: số xã cả nước; 0: bỏ)"
    parser.add_argument("--country", type=int, default=3321, metavar="SỐ", help=told)


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """What `run` takes."""
    add_report_options(parser, today=True)
    add_units_options(parser)
    for name, help in (
        ("--due", "lập mọi kỳ đến hạn, bù kỳ bị lỡ, không lập lại kỳ đã lập"),
        ("--force", "chạy lại mọi sổ tay, kể cả khi không có gì thay đổi"),
        ("--wait", "đợi nếu một lần chạy khác của kỳ này chưa xong"),
        ("--explain", "nói vì sao từng sổ tay phải chạy"),
        ("--quiet", "chỉ nói khi có lỗi"),
        ("--verbose", "mỗi sổ tay một dòng, thay cho thanh tiến độ"),
        ("--json", "mỗi sự kiện một dòng JSON, để chương trình khác đọc"),
    ):
        parser.add_argument(name, action="store_true", help=help)
    engines = ("fresh", "kernel")
    parser.add_argument(
        "--engine", default="", choices=engines, metavar="|".join(engines), help="bộ máy chạy sổ tay: nhanh, hoặc gốc"
    )


def add_units_options(parser: argparse.ArgumentParser) -> None:
    """What `run` takes to make many units."""
    parser.epilog = (
        "Mã kết thúc: 0 mọi báo cáo đã lập, 1 có báo cáo không lập được, 2 gõ sai lệnh, 130 dừng theo yêu cầu."
    )
    told = "thay cho --unit: nhiều đơn vị, ví dụ xa-mot,xa-hai hoặc 'tinh/*' (mọi đơn vị ngay dưới tỉnh); nhắc lại được"
    parser.add_argument("--units", action="append", default=[], metavar="MẪU", help=told)
    told = "với --units: lập bấy nhiều báo cáo một lúc (mặc định: số nhân của máy)"
    parser.add_argument("--workers", "-j", type=int, metavar="SỐ", help=told)
    told = "với --units: chia việc cho một cụm Dask đang chạy, ví dụ tcp://may-chu:8786"
    parser.add_argument("--cluster", default="", metavar="ĐỊA-CHỈ", help=told)


def add_collect_options(parser: argparse.ArgumentParser) -> None:
    """What `collect` takes."""
    add_report_options(parser, reports=False)
    help = "thư mục báo cáo nhận được, chứa <đơn vị>/<kỳ>/facts.json; mặc định reports/ của kho; có thể nhiều thư mục"
    parser.add_argument("--from", dest="source", nargs="+", default=[], metavar="THƯ-MỤC", help=help)


def add_pdf_options(parser: argparse.ArgumentParser) -> None:
    """What `pdf` takes."""
    add_report_options(parser)
    given = {"dest": "source", "default": "", "choices": ("docx", "page"), "metavar": "docx|page"}
    help = "từ tệp Word (cần LibreOffice) hoặc từ trang (cần Chromium, Chrome hay Edge); mặc định: cách nào máy có"
    parser.add_argument("--from", help=help, **given)  # type: ignore[arg-type]
    parser.add_argument("--to", default="", metavar="TỆP", help="mặc định reports/<đơn vị>/<kỳ>.pdf, cạnh bản báo cáo")


def add_schedule_options(parser: argparse.ArgumentParser) -> None:
    """What `schedule` takes."""
    actions, kinds = ("show", "install", "remove"), ("cron", "systemd", "windows")
    parser.add_argument("action", choices=actions, metavar="|".join(actions), help="xem, đặt hoặc gỡ lịch")
    given = {"dest": "facility", "default": "", "choices": kinds, "metavar": "|".join(kinds)}
    parser.add_argument("--with", help="mặc định: tùy theo máy", **given)  # type: ignore[arg-type]
    parser.add_argument("--at", default="07:30", metavar="GIỜ", help="giờ Việt Nam hằng ngày (mặc định 07:30)")
    add_folder_options(parser)


def add_approval_options(parser: argparse.ArgumentParser, act: str) -> None:
    """What `review`, `sign` and `amend` take."""
    add_report_options(parser)
    who = {"review": "người rà soát", "sign": "người làm thủ tục ký, đóng số", "amend": "người lập bản sửa đổi"}[act]
    parser.add_argument("--who", required=True, metavar="AI", help=f"{who}: họ tên, chức vụ (bắt buộc)")
    if act == "sign":
        parser.add_argument("--number", default="", metavar="SỐ", help="số văn bản; bỏ trống: số ghi ở report.yaml")
        parser.add_argument("--date", default="", metavar="NGÀY", help="ngày ban hành (2023-06-15); bỏ trống: như trên")
        parser.add_argument("--signatory", default="", metavar="TÊN", help="người ký; bỏ trống: tên ghi ở report.yaml")
    if act == "amend":
        parser.add_argument("--reason", required=True, metavar="LÝ-DO", help="vì sao sửa đổi (bắt buộc)")


def add_verify_options(parser: argparse.ArgumentParser) -> None:
    """What `verify` takes."""
    parser.epilog = "Mã kết thúc: 0 không thấy gì sai, 1 có điều sai, 2 gõ sai lệnh."
    told = "report.html, report.docx hay tệp khác của một bản, bản chép của nó ở nơi khác, hoặc thư mục của bản đó"
    parser.add_argument("file", metavar="TỆP", help=told)
    add_folder_options(parser)


def add_diff_options(parser: argparse.ArgumentParser) -> None:
    """What `diff` takes."""
    told = "thư mục hay tệp của một bản, mã kỳ, <kỳ>@previous (bản trước) hoặc <kỳ>@<số> (bản đã ký)"
    parser.add_argument("before", metavar="A", help=told)
    parser.add_argument(
        "now", nargs="?", default="", metavar="B", help="như A; bỏ trống: so bản trước với bản nay của A"
    )
    parser.add_argument("--unit", default="", metavar="ĐƠN-VỊ", help="đơn vị, khi A hay B là mã kỳ")
    add_folder_options(parser, data=False)
    parser.add_argument("--to", default="", metavar="TỆP", help="viết thêm một trang, ví dụ diff.html")
    parser.add_argument("--json", action="store_true", help="in thành JSON, để chương trình khác đọc")


def add_adopt_options(parser: argparse.ArgumentParser) -> None:
    """What `adopt` takes."""
    parser.epilog = "Nhận tất cả hoặc không nhận gì. Mã kết thúc: 0 đã nhận, 1 có số bị từ chối, 2 gõ sai lệnh."
    parser.add_argument("file", metavar="TỆP", help="report.docx đã sửa")
    add_report_options(parser, today=True)
    parser.add_argument("--who", required=True, metavar="AI", help="người sửa: họ tên, chức vụ (bắt buộc)")
    parser.add_argument("--numbers", action="store_true", help="nhận cả số đã sửa, mỗi số ghi tên và lý do")
    parser.add_argument("--reason", default="", metavar="LÝ-DO", help="vì sao sửa số (bắt buộc khi có --numbers)")
    parser.add_argument("--deletions", action="store_true", help="nhận cả việc xóa đoạn")
