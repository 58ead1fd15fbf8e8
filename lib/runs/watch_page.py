"""The page that `watch` shows: the report exactly as made, in a frame that reloads itself, served to this machine only.

Nothing is put into the report: the frame's page carries the script and the line about an error.
"""

import json
import secrets
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOST = "127.0.0.1"
FIRST_TIME = '<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>Đang lập</title><p>Đang lập lần đầu…'

_FRAME = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>Xem trước</title>
<style>
html, body { margin: 0; height: 100%; }
iframe { border: 0; width: 100%; height: 100%; }
#line { position: fixed; inset: auto 0 0 0; margin: 0; padding: .6rem 1rem; font: 1rem/1.5 system-ui, sans-serif;
        background: #fff3cd; color: #1a1a1a; }
#line.error { background: #b00020; color: #fff; }
#line:empty { display: none; }
</style>
</head>
<body>
<iframe src="/page" title="Báo cáo"></iframe>
<p id="line" role="status"></p>
<script nonce="@nonce@">
const frame = document.querySelector("iframe"), line = document.querySelector("#line");
let version = @version@;
function reload() {
  const {scrollX, scrollY} = frame.contentWindow;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(scrollX, scrollY), {once: true});
  frame.contentWindow.location.reload();
}
async function look() {
  try {
    const said = await (await fetch("/state")).json();
    line.textContent = said.error || (said.busy ? "Đang lập lại…" : "");
    line.className = said.error ? "error" : "";
    if (said.version !== version) { version = said.version; reload(); }
  } catch { line.textContent = "Lệnh watch đã dừng."; line.className = "error"; }
  setTimeout(look, 300);
}
frame.addEventListener("load", () => { document.title = frame.contentDocument.title; });
look();
</script>
</body>
</html>
"""


@dataclass
class Preview:
    """What is shown: the last page that was made, and how the latest run went."""

    version: int = 0
    content: bytes = FIRST_TIME.encode()
    error: str = ""
    busy: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self) -> None:
        """A run has begun."""
        with self._lock:
            self.busy = True

    def show(self, page: Path) -> None:
        """A run has made a page."""
        content = page.read_bytes()
        with self._lock:
            self.version, self.content = self.version + (content != self.content), content
            self.busy, self.error = False, ""

    def fail(self, reason: str) -> None:
        """A run has failed; the old page stays."""
        with self._lock:
            self.busy, self.error = False, reason

    def state(self) -> dict[str, Any]:
        """What the frame asks for."""
        with self._lock:
            return {"version": self.version, "error": self.error, "busy": self.busy}


def serve(preview: Preview, port: int) -> ThreadingHTTPServer:
    """Serves a preview in the background on 127.0.0.1; port 0 takes a free one. OSError if the port is taken."""

    class Handler(_Handler):
        shown = preview

    server = ThreadingHTTPServer((HOST, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    """Three addresses: the frame, the report in it, and how things stand."""

    shown: Preview

    def do_GET(self) -> None:
        known = {"/": self._frame, "/page": self._page, "/state": self._state}
        answer = known.get(urlsplit(self.path).path)
        if not self._asked_here():
            self.send_error(403)
        elif answer is None:
            self.send_error(404)
        else:
            answer()

    def _asked_here(self) -> bool:
        """Whether the browser means this machine: another site's name may have been pointed at 127.0.0.1."""
        return self.headers.get("Host", "").partition(":")[0] in (HOST, "localhost")

    def _frame(self) -> None:
        nonce = secrets.token_urlsafe(12)
        page = _FRAME.replace("@nonce@", nonce).replace("@version@", str(self.shown.state()["version"]))
        policy = f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'"
        policy += "; frame-src 'self'; connect-src 'self'"
        self._send("text/html; charset=utf-8", page.encode(), policy)

    def _page(self) -> None:
        self._send("text/html; charset=utf-8", self.shown.content)

    def _state(self) -> None:
        self._send("application/json", json.dumps(self.shown.state(), ensure_ascii=False).encode())

    def _send(self, kind: str, content: bytes, policy: str = "") -> None:
        self.send_response(200)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for what `watch` says."""
