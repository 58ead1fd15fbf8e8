# Targets explain themselves: `make` lists them. Where there is no make: python -m lib <command>.
PYTHON ?= python3
UNIT   ?= krong-pa
PERIOD ?= 2021-H1
ARGS   ?=
SMALL_UNIT   ?= uar
SMALL_PERIOD ?= 2026-H1
COUNTS ?= 100,500
SAMPLE ?= 10

.DEFAULT_GOAL := help
.PHONY: help report new forms remind confirm test lab doctor check sample docs bench bench-intake bench-runs bench-units test-kills test-faults test-audit lock clean

help: ## hiện danh sách này
	@echo 'make <lệnh> [UNIT=$(UNIT)] [PERIOD=$(PERIOD)] [PYTHON=$(PYTHON)] [ARGS=…]'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

report: ## lập báo cáo của UNIT, kỳ PERIOD vào reports/
	@$(PYTHON) -m lib run --unit $(UNIT) --period $(PERIOD) $(ARGS)

new: ## chuẩn bị kỳ PERIOD của UNIT: thư mục, biểu mẫu, tệp chép từ kỳ trước
	@$(PYTHON) -m lib new --unit $(UNIT) --period $(PERIOD) $(ARGS)

forms: ## lập biểu mẫu trắng của UNIT, kỳ PERIOD
	@$(PYTHON) -m lib forms --unit $(UNIT) --period $(PERIOD) $(ARGS)

remind: ## viết lời nhắc nơi chưa gửi, gửi muộn, mới gửi bản tạm (kỳ PERIOD của UNIT)
	@$(PYTHON) -m lib remind --unit $(UNIT) --period $(PERIOD) $(ARGS)

confirm: ## xác nhận lời viết còn đúng với số liệu (ARGS="II III": chỉ những mục này)
	@$(PYTHON) -m lib confirm --unit $(UNIT) --period $(PERIOD) $(ARGS)

pdf: ## lập PDF của UNIT, kỳ PERIOD từ bản báo cáo đã có
	@$(PYTHON) -m lib pdf --unit $(UNIT) --period $(PERIOD) $(ARGS)

test: ## chạy toàn bộ kiểm thử (ARGS chuyển cho pytest)
	@$(PYTHON) -m lib test $(ARGS)

lab: ## mở sổ tay trong JupyterLab
	@$(PYTHON) -m lib lab $(ARGS)

doctor: ## khám máy: thư viện, quyền ghi, đường dẫn, bảng mã …
	@$(PYTHON) -m lib doctor $(ARGS)

check: ## kiểm tra trình bày, lỗi mã, kiểu dữ liệu
	@$(PYTHON) -m lib check $(ARGS)

sample: ## tạo lại số liệu mẫu trong data/raw
	@$(PYTHON) -m lib sample $(ARGS)

docs: ## viết lại từ điển dữ liệu và các trang tra cứu trong docs/
	@$(PYTHON) -m lib docs $(ARGS)

bench: ## đo thời gian và bộ nhớ của một lần lập báo cáo
	@$(PYTHON) -m lib bench --unit $(UNIT) --period $(PERIOD) $(ARGS)

bench-intake: ## đo việc đọc tệp: 200.000 dòng và mười tệp của kỳ, so với chỉ đọc ô bằng calamine
	@$(PYTHON) -m lib bench-intake --unit $(UNIT) --period $(PERIOD) $(ARGS)

bench-runs: ## so với papermill và nbconvert nguyên bản (khoảng mười phút)
	@$(PYTHON) -m lib bench-runs --unit $(UNIT) --period $(PERIOD) $(ARGS)

bench-units: ## đo 100 và 500 đơn vị nhỏ trên máy này, so với papermill và nbconvert (khoảng một giờ; COUNTS=4,8 SAMPLE=1: vài phút)
	@$(PYTHON) -m lib bench-units --unit $(SMALL_UNIT) --period $(SMALL_PERIOD) --counts $(COUNTS) --sample $(SAMPLE) $(ARGS)

test-kills: ## giết 200 lần chạy ở thời điểm ngẫu nhiên; chạy 64 lần, bốn lần một lúc (khoảng hai mươi phút)
	@KILLS=200 CROWD=64 $(PYTHON) -m lib test tests/runs/test_kills.py tests/runs/test_simultaneous.py -n 0 --timeout=3600 $(ARGS)

test-faults: ## gây hơn 500 lỗi trong tệp gửi đến, in bảng theo kiểu (khoảng ba phút)
	@FAULTS=5 $(PYTHON) -m lib test tests/faults -n 0 $(ARGS)

test-audit: ## thử sức lệnh audit: mọi con số của hai bản mẫu, mọi kiểu sai (khoảng mười lăm phút)
	@AUDIT=all $(PYTHON) -m lib test tests/e2e/test_audit.py -n 0 -s --timeout=3600 $(ARGS)

lock: ## ghi lại requirements.lock và environment.yml từ pyproject.toml
	@$(PYTHON) -m lib lock $(ARGS)

clean: ## xóa những gì tạo lại được (ARGS=--all: cả .venv); reports/ giữ nguyên
	@$(PYTHON) -m lib clean $(ARGS)
