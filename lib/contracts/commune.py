"""What each commune sends: its register of households, exits, housing need and training demand."""

from lib.contracts.common import HEAD, HOUSEHOLD, VILLAGE
from lib.contracts.model import Column, Contract, TableContract, at_most

CONTRACT = Contract(
    office="commune",
    title="Báo cáo của xã, thị trấn",
    per_commune=True,
    tables=(
        TableContract(
            name="households",
            stock=True,
            sheet="Danh sách hộ",
            title="Danh sách hộ nghèo, cận nghèo, mới thoát nghèo",
            grain="mỗi dòng một hộ",
            columns=(
                HOUSEHOLD,
                HEAD,
                VILLAGE,
                Column("ethnic_group", "Dân tộc", "text"),
                Column("persons", "Nhân khẩu > Tổng số", "count"),
                Column("women", "Nhân khẩu > Trong đó nữ", "count"),
            ),
            group=Column(
                "status",
                "Phân loại hộ",
                "choice",
                choices={
                    "Hộ nghèo": "poor",
                    "Hộ cận nghèo": "near_poor",
                    "Hộ mới thoát nghèo, thoát cận nghèo": "exited",
                },
            ),
            key=("household",),
            rules=(at_most("women", "persons", "số nữ nhiều hơn số nhân khẩu của hộ"),),
        ),
        TableContract(
            name="exit_register",
            stock=True,
            sheet="Đăng ký thoát nghèo",
            title="Danh sách hộ đăng ký thoát nghèo",
            grain="mỗi dòng một hộ đăng ký",
            columns=(
                HOUSEHOLD,
                HEAD,
                VILLAGE,
                Column("cause", "Nguyên nhân nghèo", "text"),
                Column("has_helper", "Người được phân công giúp đỡ", "presence", required=False),
                Column("helper_position", "Chức vụ", "text", required=False),
            ),
            key=("household",),
        ),
        TableContract(
            name="housing_need",
            stock=True,
            sheet="Nhu cầu nhà ở",
            title="Danh sách hộ nghèo khó khăn về nhà ở",
            grain="mỗi dòng một hộ",
            columns=(
                HOUSEHOLD,
                HEAD,
                VILLAGE,
                Column("condition", "Tình trạng nhà ở", "text"),
                Column("need", "Nhu cầu", "choice", choices={"Xây mới": "build", "Sửa chữa": "repair"}),
            ),
            key=("household",),
        ),
        TableContract(
            name="training_demand",
            stock=True,
            sheet="Nhu cầu học nghề",
            title="Nhu cầu mở lớp dạy nghề",
            grain="mỗi dòng một lớp đăng ký",
            columns=(
                VILLAGE,
                Column("trade", "Nghề đăng ký học", "text"),
                Column("workers", "Số lao động đăng ký", "count"),
            ),
        ),
    ),
)
