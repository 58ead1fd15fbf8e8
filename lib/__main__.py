"""`python -m lib <command>`: the one door. Works in a fresh clone with Python and pip alone."""

import sys

# An older Python gets here too and must be told so: this file keeps to what Python 3.6 can read.
if sys.version_info < (3, 11):  # noqa: UP036
    message = f"Lỗi: cần Python 3.11 trở lên, đang dùng {sys.version.split()[0]} ({sys.executable}). "
    message += "Cách sửa: cài Python mới hơn hoặc chỉ rõ bản cần dùng, ví dụ make report PYTHON=python3.12\n"
    sys.stderr.buffer.write(message.encode("utf-8"))
    sys.exit(1)

from lib.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
