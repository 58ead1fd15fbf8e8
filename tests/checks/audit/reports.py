"""Made-up reports of several shapes: a commune's, a district's of an earlier programme, a province's. None is real."""

COMMUNE = """\
ỦY BAN NHÂN DÂN
XÃ SƠN TRÀ
Số: 47/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sơn Trà, ngày 12 tháng 12 năm 2023

BÁO CÁO
Kết quả thực hiện công tác giảm nghèo năm 2023

Kính gửi: Phòng Lao động – Thương binh và Xã hội huyện.

Thực hiện Công văn số 812/UBND-LĐTBXH ngày 20/11/2023 của UBND huyện, UBND xã báo cáo như sau:

I. TÌNH HÌNH CHUNG
Xã có 7 thôn với 1.248 hộ, 5.107 khẩu. Đầu năm 2023 toàn xã có 156 hộ nghèo, chiếm 12,5% tổng số 1.248 hộ; 98 hộ cận nghèo.

II. KẾT QUẢ THỰC HIỆN
1. Rà soát hộ nghèo
Qua rà soát, cuối năm 2023 có 118 hộ nghèo, gồm 61 hộ ở vùng thấp, 42 hộ ở vùng cao và 15 hộ ở khu tái định cư. Tỷ lệ hộ nghèo giảm từ 12,5% xuống còn 9,46%, giảm 3,04%.
Còn 03 thôn có tỷ lệ hộ nghèo trên 15% là Nà Lốc, Khe Mo, Tà Vờng.
2. Vay vốn, nhà ở
a) Vay vốn ưu đãi
Đã giải ngân cho 84 hộ với 4,2 tỷ đồng, trong đó: 35 hộ nghèo vay 1.750 triệu đồng; 29 hộ cận nghèo vay 1.450 triệu đồng; 20 hộ mới thoát nghèo vay 1 tỷ đồng.
b) Nhà ở
Hỗ trợ 9 (chín) hộ làm nhà, trong đó xây mới 5 nhà, sửa chữa 4 nhà, tổng kinh phí 330.000.000 đồng.
3. Chính sách khác
- Cấp 612 thẻ BHYT cho người nghèo, người cận nghèo.
- Hỗ trợ tiền điện cho 118 hộ nghèo với kinh phí 84.960.000 đồng.
- Cấp gạo dịp Tết cho hơn 40 hộ.

III. KIẾN NGHỊ
Đề nghị UBND huyện bố trí vốn cho hai công trình nước sạch ở thôn Khe Mo, Tà Vờng trong năm 2024.

Trên đây là kết quả công tác giảm nghèo năm 2023 của xã, UBND xã báo cáo./.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Văn Pâng
"""

DISTRICT = """\
UỶ BAN NHÂN DÂN
HUYỆN ĐỒNG KHÊ

Số: 1204/BC-UBND
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc

Đồng Khê, ngày 20 tháng 6 năm 2017

BÁO CÁO
Sơ kết 6 tháng đầu năm 2017 thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền vững

Kính gửi:
- Sở Lao động – Thương binh và Xã hội tỉnh;
- Văn phòng UBND tỉnh.

Căn cứ Quyết định số 1722/QĐ-TTg ngày 02/9/2016 của Thủ tướng Chính phủ và Quyết định số 59/2015/QĐ-TTg ngày 19/11/2015 về chuẩn nghèo tiếp cận đa chiều áp dụng cho giai đoạn 2016-2020, UBND huyện báo cáo:

I/ CÔNG TÁC CHỈ ĐẠO
Ban Chỉ đạo huyện gồm 25 thành viên, họp 02 lần. Huyện giao 31 cơ quan giúp 18 xã, thị trấn; còn 2 xã chưa có cơ quan giúp (Mường Lạn, Pá Vạt).

II/ KẾT QUẢ
1/ Chương trình 30a và Chương trình 135
1.1. Hạ tầng
Năm 2017 được giao 46,8 tỷ đồng, gồm:
- Chương trình 30a: 29,3 tỷ đồng;
- Chương trình 135: 17,5 tỷ đồng.
Đã khởi công 14 công trình, trong đó 9 công trình giao thông, 3 công trình thủy lợi, 2 công trình nhà văn hóa.
1.2. Hỗ trợ sản xuất
Hỗ trợ 1.120 hộ với 5.300 triệu đồng, bao gồm 412 con bò, 1.650 con dê giống và 38 tấn phân bón.
Có 10 mô hình, cụ thể: 4 mô hình nuôi bò; 3 mô hình trồng ngô; 3 mô hình trồng cỏ.
2/ Tín dụng
Dư nợ đến 31/5/2017 là 214,6 tỷ đồng. Trong 6 tháng có 2.046 hộ được vay, đạt 68,2% kế hoạch (2.046/3.000 hộ).
Hộ nghèo vay 1.023 hộ, chiếm 50% tổng số 2.046 hộ được vay.
3/ Y tế, giáo dục
Cấp 61.250 thẻ BHYT, trong đó: người nghèo 24.100 thẻ; người cận nghèo 8.450 thẻ; trẻ em dưới 6 tuổi 9.700 thẻ; các đối tượng khác 19.000 thẻ. Số người tham gia tăng từ 58.900 người lên 61.250 người, tăng 2.350 người so với cùng kỳ.
Miễn, giảm học phí cho 7.432 học sinh với kinh phí 1,9 tỷ đồng (trong đó có 3.115 học sinh dân tộc thiểu số).
4/ Nhà ở
Theo Quyết định số 33/2015/QĐ-TTg ngày 10/8/2015, 126 hộ được vay làm nhà; đến nay 88 hộ đã xong, bằng 69,8% trong 126 hộ.

III/ KHÓ KHĂN
Hai phần ba số xã ở xa trung tâm. Vốn sự nghiệp về chậm.

IV/ NHIỆM VỤ 6 THÁNG CUỐI NĂM 2017
1. Giải ngân hết vốn được giao.
2. Hoàn thành 14 công trình trước ngày 30/11/2017.
3. Rà soát hộ nghèo theo Thông tư số 17/2016/TT-BLĐTBXH ngày 28/6/2016.

Trên đây là báo cáo sơ kết 6 tháng đầu năm 2017, UBND huyện báo cáo./.

Nơi nhận:
- Như trên;
- TT. Huyện ủy, HĐND huyện;
- Lưu: VT, LĐTBXH.
TM. UỶ BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Hoàng Thị Mẩy
"""

PROVINCE = """\
UBND TỈNH HẢI LĂNG
SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG
Số: 3358/BC-SNNMT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hải Lăng, ngày 28 tháng 11 năm 2025

BÁO CÁO
Kết quả thực hiện Chương trình MTQG giảm nghèo bền vững năm 2025, giai đoạn 2021 - 2025

Kính gửi: Bộ Nông nghiệp và Môi trường.

A. KẾT QUẢ THỰC HIỆN
I. Công tác chỉ đạo
Tỉnh ban hành 12 văn bản, trong đó 01 nghị quyết, 3 quyết định, 8 văn bản hướng dẫn. Sau sắp xếp, tỉnh có 96 đơn vị hành chính cấp xã, gồm 78 xã, 15 phường và 3 đặc khu.
II. Kết quả giảm nghèo
1. Hộ nghèo
Tổng số hộ nghèo đầu năm 2025 là 14.820 hộ, chiếm 4,12% tổng số 359.700 hộ dân. Đến ngày 30/10/2025 còn 10.644 hộ nghèo, giảm 4.176 hộ so với đầu năm.
Có 27 xã đặc biệt khó khăn; bình quân thu nhập đạt 38,5 triệu đồng/người/năm.
2. Nguồn vốn
Tổng vốn năm 2025 là 412.650 triệu đồng, cụ thể:
a) Vốn đầu tư: 236.400 triệu đồng;
b) Vốn sự nghiệp: 176.250 triệu đồng.
Đã giải ngân 330.120 triệu đồng, đạt 80% tổng vốn 412.650 triệu đồng.
3. Các dự án
3.1. Dự án 1: hỗ trợ đầu tư hạ tầng cho 02 huyện nghèo cũ với 41 công trình.
3.2. Dự án 2: 118 mô hình giảm nghèo cho 2.714 hộ, trong đó 1.506 hộ nghèo, 822 hộ cận nghèo, 386 hộ mới thoát nghèo.
3.3. Tiểu dự án 1 của Dự án 4: mở 96 lớp cho 2.880 lao động; 2.304 người có việc làm, chiếm 80% trong 2.880 lao động.
3.4. Dự án 5: hỗ trợ nhà ở cho 1.240 hộ (xây mới 905 hộ, sửa chữa 335 hộ).
III. Đánh giá chung
Kết quả năm nay vượt chỉ tiêu. Tuy vậy, 3 trong 5 xã khu vực III ở miền núi gồm A Rông, Tà Long, Ba Nang chưa đạt.

B. PHƯƠNG HƯỚNG NĂM 2026
I. Mục tiêu
Giảm tỷ lệ hộ nghèo ít nhất 0,8%/năm theo chuẩn nghèo giai đoạn 2027-2030 quy định tại Nghị định số 351/2025/NĐ-CP ngày 30/12/2025.
II. Giải pháp
1. Tập trung nguồn lực cho các xã khó khăn.
2. Mỗi cơ quan giúp một xã.

Trên đây là kết quả thực hiện Chương trình năm 2025, Sở Nông nghiệp và Môi trường báo cáo./.

Nơi nhận:
- Như trên;
- UBND tỉnh (b/c);
- Lưu: VT, PTNT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Trần Quốc Thịnh
"""
PROVINCE = PROVINCE.replace("số 351/2025/NĐ-CP ngày 30/12/2025", "số 07/2021/NĐ-CP ngày 27/01/2021")

REPORTS = {"commune": COMMUNE, "district": DISTRICT, "province": PROVINCE}
