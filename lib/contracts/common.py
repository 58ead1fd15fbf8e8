"""Columns that several workbooks share, so that one thing has one name and one meaning."""

from lib.contracts.model import Column, Worth

HOUSEHOLD = Column("household", "Mã hộ", "code", aliases=("Mã số hộ",))
HEAD = Column("head", "Họ và tên chủ hộ", "personal", aliases=("Họ tên chủ hộ",))
COMMUNE = Column("commune", "Xã, thị trấn", "commune", aliases=("Xã/thị trấn", "Xã", "Địa phương"))
VILLAGE = Column("village", "Thôn, buôn, tổ dân phố", "text", aliases=("Thôn, buôn", "Thôn, buôn, TDP"))

STATUSES = {
    "Hộ nghèo": "poor",
    "Hộ cận nghèo": "near_poor",
    "Hộ mới thoát nghèo": "exited",
    "Hộ khác": "other",
}
STATUS = Column("status", "Đối tượng", "choice", choices=STATUSES)

FUNDS = {"Quỹ cứu trợ thiên tai tỉnh": "relief_fund", "Quỹ Vì người nghèo huyện": "poor_fund"}

WORK = Column("work", "Hình thức", "choice", choices={"Xây mới": "build", "Sửa chữa": "repair"})
PROGRESS = Column("progress", "Tiến độ", "choice", choices={"Đã xong": "finished", "Đang làm": "in_progress"})
HOUSE_AMOUNT = Column("amount", "Số tiền hỗ trợ", "money", worth=Worth(norm="housing_relief_fund_build"))
