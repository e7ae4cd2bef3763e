"""Known faults of libraries fail the check; without an answer it passes, and says that nothing was checked."""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.audit import ROOT, faults
from tests.ports import free_port

FAULT = {"id": "OSV-1", "summary": "x", "details": "x", "affected": [
    {"package": {"name": "a", "ecosystem": "PyPI"},
     "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}]},
]}  # fmt: skip


@pytest.fixture
def collection():
    """A collection of known faults that knows one, of the library a."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = json.dumps({"vulns": [FAULT]} if asked["package"]["name"] == "a" else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize(("pinned", "found"), [("a==1.0", ["a 1.0: OSV-1, mended in 1.2"]), ("b==1.0", [])])
def test_a_known_fault_is_named(collection, tmp_path, pinned, found):
    (tmp_path / "pins.txt").write_text(f"{pinned} --hash=sha256:{'0' * 64}\n")
    assert faults(tmp_path / "pins.txt", collection) == found


def test_without_an_answer_nothing_fails():
    done = subprocess.run(
        [sys.executable, "tests/audit.py"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"OSV_URL": f"http://127.0.0.1:{free_port()}/"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "known faults of libraries: not checked, nobody answered\n")
