"""The command ``cablekit`` as a process: locales, terminals, pipes, signals and imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import cablekit as ck

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "zenda.txt"
CABLE = "UNCLAS ZENDA 000417\n\nSUBJECT: ÉLAN 東\n\n1. (U) Talks ended.\n"
COMMAND = [sys.executable, "-m", "cablekit"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="wants POSIX")
STEERING = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in STEERING}
    return {**kept, "TERM": "xterm-256color", **more}


def run(
    *arguments: str, data: bytes = b"", env: dict[str, str] | None = None
) -> tuple[int, bytes, bytes]:
    result = subprocess.run(
        [*COMMAND, *arguments],
        input=data,
        capture_output=True,
        env=environment(**(env or {})),
        check=False,
    )
    return result.returncode, result.stdout, result.stderr


LOCALES = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp437"},
]


@pytest.mark.parametrize("more", LOCALES, ids=str)
def test_utf8_whatever_the_locale(more: dict[str, str]):
    expected = (ck.to_json(ck.parse(CABLE)) + "\n").encode()
    told = b"cablekit: 1 cable\n"
    assert run("parse", "-", data=CABLE.encode(), env=more) == (0, expected, told)
    status, out, err = run("show", "-", data=CABLE.encode(), env=more)
    assert (status, err) == (0, b"")
    assert "Subject        ÉLAN 東\n".encode() in out


@POSIX
@pytest.mark.parametrize("more", LOCALES, ids=str)
def test_messages_are_utf8_too(more: dict[str, str]):
    said = "no such file; check the name"
    said = f"cablekit: élan.txt: {said}\n"
    assert run("parse", "--quiet", "élan.txt", env=more) == (3, b"", said.encode())


def test_as_a_module_and_as_a_script():
    status, out, err = run("--version")
    assert (status, out, err) == (0, f"cablekit {ck.__version__}\n".encode(), b"")
    assert run()[:2] == (2, b"")


def test_piped_output_has_no_colour():
    for more in ({}, {"FORCE_COLOR": "1"}, {"COLUMNS": "60"}):
        status, out, _ = run("show", str(EXAMPLE), env=more)
        assert status == 0
        assert b"\x1b" not in out
        width = int(more.get("COLUMNS", "80"))
        assert width - 8 < max(map(len, out.decode().splitlines())) <= width


def modules_after(*arguments: str) -> set[str]:
    code = (
        "import sys; from cablekit.cli import main; status = main(sys.argv[1:]); "
        "print(*sys.modules, sep='\\n', file=sys.stderr); sys.exit(status)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert result.returncode in (0, 2)
    return {name.split(".")[0] for name in result.stderr.splitlines()}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["parse", "--help"], []])
def test_starting_up_is_light(arguments: list[str]):
    assert modules_after(*arguments) & {"lark", "cattrs", "rich"} == set()


def test_only_colour_needs_rich():
    assert "rich" not in modules_after("show", str(EXAMPLE))
    assert "rich" not in modules_after("parse", str(EXAMPLE))


def on_terminal(code: str, *arguments: str, **more: str) -> str:
    """What ``code`` writes to a terminal of 60 columns."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.PIPE,
        env=environment(**more),
    ) as process:
        os.close(follower)
        written = bytearray()
        try:
            while chunk := os.read(leader, 65536):
                written += chunk
        except OSError:  # Linux, when the other end is closed
            pass
        os.close(leader)
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 0
    return written.decode().replace("\r\n", "\n")


RUN = "import sys; from cablekit.cli import main; sys.exit(main(sys.argv[1:]))"
# Whoever runs the tests in the background may have SIGINT ignored.
ALLOWED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
BLOCKED = f"import sys; sys.modules['rich'] = None; {RUN}"


@POSIX
def test_a_terminal_has_colour_and_a_width():
    pytest.importorskip("rich")
    from rich.text import Text

    shown = on_terminal(RUN, "show", str(EXAMPLE))
    assert shown.startswith("\x1b[")
    lines = Text.from_ansi(shown).plain.splitlines()
    assert lines[0] == "From           AMEMBASSY ZENDA"
    assert 52 < max(len(line.rstrip()) for line in lines) <= 60


@POSIX
@pytest.mark.parametrize(
    ("code", "options", "more"),
    [
        (RUN, ["--no-color"], {}),
        (RUN, [], {"NO_COLOR": "1"}),
        (RUN, [], {"TERM": "dumb"}),
        (BLOCKED, [], {}),
    ],
    ids=["--no-color", "NO_COLOR", "TERM", "without rich"],
)
def test_a_terminal_without_colour(code: str, options: list[str], more: dict[str, str]):
    shown = on_terminal(code, "show", *options, str(EXAMPLE), **more)
    assert shown.startswith("From           AMEMBASSY ZENDA\n")
    assert "\x1b" not in shown


def test_without_rich_all_works():
    result = subprocess.run(
        [sys.executable, "-c", BLOCKED, "show", str(EXAMPLE)],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout == run("show", str(EXAMPLE))[1]


@POSIX
@pytest.mark.parametrize(
    "arguments", [["parse", *[str(EXAMPLE)] * 30], ["show", str(EXAMPLE)], ["--help"]]
)
def test_a_closed_pipe_ends_quietly(arguments: list[str]):
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@POSIX
def test_head_gets_its_lines():
    command = " ".join(COMMAND)
    files = " ".join([str(EXAMPLE)] * 300)
    result = subprocess.run(
        ["/bin/sh", "-c", f"{command} parse {files} | head -n 2"],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert (len(result.stdout.splitlines()), result.stderr) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="wants /dev/full")
def test_a_full_disk_is_named():
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*COMMAND, "parse", str(EXAMPLE)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(LC_ALL="C"),
            check=False,
        )
    said = b"cablekit: the results cannot be written: No space left on device\n"
    assert (result.returncode, result.stderr) == (3, said)


@POSIX
def test_an_interrupt_ends_quietly():
    with subprocess.Popen(
        [sys.executable, "-c", f"{ALLOWED}; {RUN}", "parse", str(EXAMPLE), "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline()  # the first file is done; now it waits for standard input
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130
    assert json.loads(first)["mrn"]["serial"] == 417


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_permission_denied(tmp_path: Path):
    path = tmp_path / "zenda.txt"
    path.write_text(CABLE, encoding="utf-8")
    path.chmod(0)
    said = f"cablekit: {path}: permission denied; make the file readable for yourself\n"
    assert run("parse", "--quiet", str(path)) == (3, b"", said.encode())


@POSIX
def test_names_of_files_do_not_steer_the_terminal(tmp_path: Path):
    status, out, err = run("parse", "--quiet", "a\x1b[31m\udce9.txt")
    said = b"cablekit: a\\x1b[31m\\xe9.txt: no such file; check the name\n"
    assert (status, out, err) == (3, b"", said)
