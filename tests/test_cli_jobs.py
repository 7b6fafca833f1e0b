"""``cablekit parse --jobs``: the same results, whatever happens to the processes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cablekit.cli import main, workers
from cablekit.cli.workers import in_order

COMMAND = [sys.executable, "-m", "cablekit", "parse"]
RUN = "import sys; from cablekit.cli import main; sys.exit(main(sys.argv[1:]))"
# Whoever runs the tests in the background may have SIGINT ignored.
ALLOWED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
ROW = (
    '"{n}","4/3/2007 15:12","07ZENDA{n}","Embassy Zenda","UNCLASSIFIED","","R 031512Z APR 07",'
    '"UNCLAS ZENDA {n:06}\n\nSUBJECT: TURNIPS\n\n1. (U) Talks ended.{more}"\n'
)
POSIX = pytest.mark.skipif(os.name != "posix", reason="wants POSIX")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of more than one chunk, with broken rows; some have much text."""
    path = tmp_path_factory.mktemp("rows") / "cables.csv"
    written = [ROW.format(n=n, more="\n\n2. (U) More." * (n % 7 * 12)) for n in range(1, 400)]
    written[100] = written[100].replace("TURNIPS", 'A "QUOTE')
    written[201] = written[201].replace("TURNIPS", "caf\udce9")
    path.write_bytes("".join(written).encode("utf-8", "surrogateescape"))
    return path


@pytest.fixture(scope="module")
def everything(rows: Path) -> list[str]:
    folder = rows.parent
    (folder / "many").mkdir()
    for n in range(80):
        cable = f"UNCLAS ZENDA {n:06}\n\n1. (U) Talks ended.\nNNNN\n" * (n % 3)
        (folder / "many" / f"{n:02}.txt").write_text(cable, encoding="utf-8")
    with zipfile.ZipFile(folder / "many" / "50.zip", "w") as archive:
        archive.write(rows, "cables.csv")
    return [str(folder / "none.txt"), str(folder / "many"), str(rows), str(folder / "none.txt")]


def test_the_same_bytes(everything: list[str], capfdbinary: pytest.CaptureFixture[bytes]):
    assert main(["parse", "--record", *everything]) == 3
    alone = capfdbinary.readouterr()
    assert alone.err.endswith(b"errors\n")
    assert alone.out.count(b"\n") > 800
    assert main(["parse", "--record", "--jobs", "2", *everything]) == 3
    assert capfdbinary.readouterr() == alone


def test_as_many_as_there_are_cores(rows: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["parse", "--jobs", "0", str(rows)]) == 3
    assert capfd.readouterr().err.endswith("cablekit: 398 cables, 1 error\n")


def test_standard_input(rows: Path):
    results = [
        subprocess.run(
            [*COMMAND, "--jobs", jobs, "-"],
            input=rows.read_bytes(),
            capture_output=True,
            check=False,
        )
        for jobs in "12"
    ]
    assert results[0].stdout.count(b"\n") == 398
    assert (results[0].stdout, results[0].stderr) == (results[1].stdout, results[1].stderr)


def members(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def gone(group: int) -> bool:
    """Whether all processes of a group end, soon."""
    end = time.monotonic() + 20
    while members(group) and time.monotonic() < end:
        time.sleep(0.05)
    return not members(group)


@POSIX
def test_ctrl_c_ends_all_quietly(rows: Path):
    with subprocess.Popen(
        [sys.executable, "-c", f"{ALLOWED}; {RUN}", "parse", "--quiet", "--jobs", "2", str(rows)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()  # and no more, so that the pipe fills up
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        process.wait(30)
        said = process.stderr.read().decode()
    assert process.returncode == 130
    assert [
        line for line in said.splitlines() if "broken" not in line and "CK102" not in line
    ] == []
    assert gone(process.pid)


@POSIX
def test_ctrl_c_while_processes_start(rows: Path):
    arguments = ["parse", "--jobs", "2", str(rows)]
    with subprocess.Popen(
        [sys.executable, "-c", f"{ALLOWED}; print(flush=True); {RUN}", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        # Its first child is there, and has hardly begun.
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        end = time.monotonic() + 20
        while children.exists() and not children.read_text() and time.monotonic() < end:
            time.sleep(0.001)
        os.killpg(process.pid, signal.SIGINT)
        out, said = process.communicate(timeout=30)
    if children.parent.exists() or out == b"":
        assert said == b""
        assert process.returncode == 130
    assert gone(process.pid)


@POSIX
def test_a_closed_pipe_ends_all_quietly(rows: Path):
    with subprocess.Popen(
        [*COMMAND, "--jobs", "2", str(rows)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 141
    assert "Traceback" not in said
    assert gone(process.pid)


# ------------------------------------------------------------------------- broken processes ----


def tenfold(unit: int) -> list[int | str]:
    """Stands for the work; some units kill the process."""
    if unit == 13:
        os._exit(3)
    if unit == 17:
        os.kill(os.getpid(), signal.SIGKILL)
    return [unit * 10, unit * 10 + 1]


def lost(unit: int, how: str) -> list[int | str]:
    return [f"{unit}: {how}"]


def chunks(*numbers: int, size: int = 4) -> Iterator[list[int]]:
    for start in range(0, len(numbers), size):
        yield list(numbers[start : start + size])


def expected(*numbers: int) -> list[int]:
    return [result for n in numbers for result in (10 * n, 10 * n + 1)]


@POSIX
@pytest.mark.parametrize("jobs", [1, 3])
def test_a_process_that_dies_is_told_and_the_others_go_on(jobs: int):
    warnings: list[str] = []
    results = list(in_order(chunks(*range(20)), tenfold, lost, jobs, warnings.append))
    assert results == [
        *expected(*range(13)),
        "13: exit status 3",
        *expected(14, 15, 16),
        "17: signal 9",
        *expected(18, 19),
    ]
    assert warnings == []


def dying(connection: object, work: object) -> None:
    os._exit(7)


def test_processes_that_never_start(monkeypatch: pytest.MonkeyPatch):
    warnings: list[str] = []
    monkeypatch.setattr(workers, "_serve", dying)
    results = list(in_order(chunks(*range(11)), tenfold, lost, 2, warnings.append))
    assert results == expected(*range(11))
    told = "a worker process does not start (exit status 7); the work is done without"
    assert warnings == [told]


def test_no_process_to_be_had(monkeypatch: pytest.MonkeyPatch):
    def refuse(work: object) -> None:
        raise OSError(errno.EAGAIN, "no more processes")

    warnings: list[str] = []
    monkeypatch.setattr(workers, "_Worker", refuse)
    results = list(in_order(chunks(*range(11)), tenfold, lost, 2, warnings.append))
    assert results == expected(*range(11))
    told = "a worker process does not start (no more processes); the work is done without"
    assert warnings == [told]


def test_few_chunks_are_held():
    taken = 0

    def counted() -> Iterator[list[int]]:
        nonlocal taken
        for chunk in chunks(*range(100, 500)):
            taken += 1
            yield chunk

    results = in_order(counted(), tenfold, lost, 2, print)
    for n, _ in enumerate(results):
        assert taken <= n // 8 + 8
    assert taken == 100


def test_nothing_to_do():
    assert list(in_order(iter(()), tenfold, lost, 2, print)) == []


# --------------------------------------------------------------------------------- progress ----

SOON = "import cablekit.cli.progress as p; p._FIRST = p._BETWEEN = 0"
BLOCKED = "import sys; sys.modules['rich'] = None"


def stderr_of_terminal(code: str, *arguments: str, out: int = subprocess.DEVNULL) -> str:
    import pty

    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", f"{code}; {RUN}", "parse", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=follower if out == subprocess.STDOUT else out,
        stderr=follower,
        env={**os.environ, "TERM": "xterm"},
    ):
        os.close(follower)
        written = bytearray()
        try:
            while chunk := os.read(leader, 65536):
                written += chunk
        except OSError:  # Linux, when the other end is closed
            pass
        os.close(leader)
    return written.decode()


@POSIX
@pytest.mark.parametrize("code", [SOON, f"{BLOCKED}; {SOON}"], ids=["rich", "plain"])
def test_a_terminal_shows_progress(code: str, rows: Path):
    said = stderr_of_terminal(code, "--jobs", "2", str(rows))
    assert "1 cable, " in said
    assert " records/s, " in said
    assert said.endswith("cablekit: 398 cables, 1 error\r\n")


@POSIX
@pytest.mark.parametrize("options", [["--quiet"], []], ids=str)
def test_no_progress(options: list[str], rows: Path):
    out = subprocess.DEVNULL if options else subprocess.STDOUT
    assert "records/s" not in stderr_of_terminal(SOON, *options, str(rows), out=out)
