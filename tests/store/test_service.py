"""`make demo-service` at work: publishes arrive, servers and the store fail and come back, nobody sees an error."""

import os
import signal
import subprocess
import sys

import pytest

from bench import service
from tests import nginx
from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "bench.service"]
all_there = pytest.mark.skipif(bool(service.lacking()), reason=f"not there: {', '.join(service.lacking())}")


@pytest.mark.service
@all_there
def test_the_whole_service_goes_on_whatever_fails():
    done = subprocess.run([*COMMAND, "--seconds", "1"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("both servers serve it") == 3
    assert done.stdout.count("every viewer went on") == 5
    login = {"nobody": [401] * 3, "viewer": [200] * 3, "reader": [200] * 3, "logged out": [401] * 3}
    assert f"by each server: {login}" in done.stdout
    assert "the store does not answer, the last good build is served" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(" 0 errors")


@pytest.mark.service
@all_there
def test_ctrl_c_ends_all_of_it():
    with subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        next(line for line in process.stdout if "every viewer went on" in line)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        rest = process.stdout.read()
    assert (process.returncode, rest.splitlines()[-1].endswith(" 0 errors")) == (0, True)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_what_is_lacking_is_said(monkeypatch, capsys):
    monkeypatch.setattr(nginx, "available", lambda: None)
    monkeypatch.setattr("sys.argv", COMMAND[2:])
    assert service.main() == 1
    assert "nginx (python tests/nginx.py)" in capsys.readouterr().err
