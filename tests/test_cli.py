"""The command ``cablekit`` in this process: what it writes, where, and how it ends."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest

import cablekit as ck
from cablekit.cli import main
from cablekit.sources import draft, files

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "zenda.txt"
CABLE = "UNCLAS ZENDA 000417\n\nSUBJECT: TURNIP QUOTA\n\n1. (U) Talks in Strelsau ended.\n"
ONE = "cablekit: 1 cable\n"
BROKEN = CABLE.replace("SUBJECT", "E.O. 12958: DECL: \x1b[31m??\nTAGS: ((\nSUBJECT")


@pytest.fixture
def cable(tmp_path: Path) -> Path:
    path = tmp_path / "zenda.txt"
    path.write_bytes(CABLE.encode())
    return path


def error_of(text: str) -> str:
    with pytest.raises(ck.CableSyntaxError) as caught:
        ck.parse(text, strict=True)
    return str(caught.value)


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


def test_parse(cable: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["parse", str(cable)]) == 0
    assert capfd.readouterr() == (ck.to_json(ck.parse(CABLE)) + "\n", ONE)


def test_parse_the_example(capfd: pytest.CaptureFixture[str]):
    assert main(["parse", str(EXAMPLE)]) == 0
    out, err = capfd.readouterr()
    assert ck.from_json(out) == ck.parse(EXAMPLE.read_bytes().decode())
    assert (out.count("\n"), err) == (1, ONE)


def test_parse_stdin(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    stdin(monkeypatch, CABLE.encode())
    assert main(["parse", "-"]) == 0
    assert capfd.readouterr() == (ck.to_json(ck.parse(CABLE)) + "\n", ONE)


def test_parse_options(cable: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["parse", "--indent", "2", "--provenance", "--year", "2007", str(cable)]) == 0
    expected = ck.to_json(ck.parse(CABLE, year=2007), provenance=True, indent=2)
    assert capfd.readouterr().out == expected + "\n"
    assert json.loads(expected)["mrn"]["year"] == 2007


def test_files_come_in_their_order_and_bad_ones_are_named(
    cable: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    second = tmp_path / "second.txt"
    second.write_text(CABLE.replace("417", "418"), encoding="utf-8")
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"\xef\xbb\xbf \r\n")
    names = [second, tmp_path / "none.txt", empty, tmp_path / "nothing", cable]
    (tmp_path / "nothing").mkdir()
    assert main(["parse", *map(str, names)]) == 3
    out, err = capfd.readouterr()
    assert [json.loads(line)["mrn"]["serial"] for line in out.splitlines()] == [418, 417]
    assert err == (
        f"cablekit: {tmp_path}{os.sep}none.txt: no such file; check the name\n"
        f"cablekit: {empty}: empty; there is no cable in it\n"
        f"cablekit: {tmp_path}{os.sep}nothing: no file in this folder, hidden ones left out\n"
        "cablekit: 2 cables, 3 errors\n"
    )


def test_a_folder_without_cables(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "notes.dat"
    path.write_text("turnips\n", encoding="utf-8")
    assert main(["parse", str(tmp_path)]) == 3
    assert capfd.readouterr() == (
        "",
        f"cablekit: {path}: not read: no sign of a cable in it; "
        "name its kind with --source to read it anyway\n"
        "cablekit: 0 cables, 1 error\n",
    )


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "permission denied; make the file readable for yourself",
        ),
        (
            OSError(errno.EIO, "Input/output error"),
            "cannot be read: Input/output error",
        ),
        (ValueError("embedded null byte"), "cannot be read: embedded null byte"),
        (RuntimeError("?"), "the text could not be read: RuntimeError: ?"),
    ],
)
def test_files_that_cannot_be_read(
    error: Exception,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
):
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(files, "open", refuse, raising=False)
    assert main(["show", str(EXAMPLE)]) == 3
    out, err = capfd.readouterr()
    assert (out, err.replace("offset 0: ", "")) == ("", f"cablekit: {EXAMPLE}: {message}\n")


def test_strict(cable: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    broken = tmp_path / "broken.txt"
    broken.write_text(BROKEN, encoding="utf-8")
    assert main(["parse", "--strict", str(broken), str(cable)]) == 1
    out, err = capfd.readouterr()
    assert out == ck.to_json(ck.parse(CABLE)) + "\n"
    said = f"cablekit: {broken}: {error_of(BROKEN)}\n".replace("\x1b", "\\x1b")
    assert err == f"{said}cablekit: 1 cable, 1 error\n"
    assert "broken.txt: line " in said
    assert ", column " in said
    assert said.endswith("^\n")
    assert main(["parse", str(broken)]) == 0


def test_the_worst_status_wins(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    broken = tmp_path / "broken.txt"
    broken.write_text(BROKEN, encoding="utf-8")
    assert main(["parse", "--strict", str(tmp_path / "none"), str(broken)]) == 3


def test_show(capfd: pytest.CaptureFixture[str]):
    assert main(["show", str(EXAMPLE)]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    lines = out.splitlines()
    for line in (
        "From           AMEMBASSY ZENDA",
        "Date           2007-04-03 15:12 UTC",
        "MRN            07ZENDA417, section 1 of 2",
        "Marking        CONFIDENTIAL",
        "E.O.           12958, declassify on 2017-04-03",
        "Classified by  Jane Q. Roe, DCM, reasons 1.4 (b), (d)",
        "  A Warm Reception",
        "    8. (U) Minister Loe's office has not seen this message.",
        "    Mary Poe, Economic Officer (note-taker)",
        "Signature      DOE",
    ):
        assert line in lines


def test_show_stdin_and_year(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    stdin(monkeypatch, CABLE.encode())
    assert main(["show", "--year", "2007", "-"]) == 0
    assert "MRN            07ZENDA417\n" in capfd.readouterr().out


def test_show_takes_the_terminals_width(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", "50")
    main(["show", str(EXAMPLE)])
    lines = capfd.readouterr().out.splitlines()
    assert 45 < max(map(len, lines)) <= 50


def test_show_makes_control_characters_visible(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "zenda.txt"
    path.write_bytes(CABLE.replace("TURNIP", "TURNIP\x1b]0;x\x07\u202e\x00").encode())
    assert main(["show", str(path)]) == 0
    out, _ = capfd.readouterr()
    assert all(line.isprintable() for line in out.splitlines())


def test_a_cable_without_json_is_named(
    cable: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(draft, "parse", lambda *_, **__: ck.Cable(subject="\ud800\udc00"))
    assert main(["parse", "--quiet", str(cable)]) == 3
    assert capfd.readouterr() == (
        "",
        f"cablekit: {cable}: offset 0: subject: JSON has no form for a high surrogate before a low "
        "one\n",
    )


def test_version(capfd: pytest.CaptureFixture[str]):
    assert main(["--version"]) == 0
    assert capfd.readouterr() == (f"cablekit {ck.__version__}\n", "")


def test_help(capfd: pytest.CaptureFixture[str]):
    assert main(["--help"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("usage: cablekit [-h] [--version] COMMAND ...\n")
    assert "examples:\n  cablekit show zenda.txt\n" in out
    assert err == ""
    assert main([]) == 2
    assert capfd.readouterr() == ("", out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["parse"], "cablekit parse: error: the following arguments are required: FILE"),
        (["parse", "--stric", "x"], "cablekit: error: unrecognized arguments: --stric"),
        (["parse", "-", "-"], "cablekit: error: standard input (-) can be read only once"),
        (
            ["parse", "--year", "07", "x"],
            "cablekit parse: error: argument --year: '07' is no year; write one such as 2007",
        ),
        (
            ["parse", "--indent", "99", "x"],
            "cablekit parse: error: argument --indent: '99' is no number from 0 to 16",
        ),
        (
            ["parse", "--jobs", "-1", "x"],
            "cablekit parse: error: argument --jobs: '-1' is no number from 0 to 256",
        ),
        (
            ["parse", "--errors", "x", "x"],
            "cablekit: error: --errors would overwrite x, which is to be read",
        ),
        (["show", "x", "\x1b[31m"], "cablekit: error: unrecognized arguments: \\x1b[31m"),
    ],
)
def test_wrong_arguments(arguments: list[str], message: str, capfd: pytest.CaptureFixture[str]):
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("usage: cablekit")
    assert err.endswith(f"{message}\n")


def test_an_interrupt_ends_quietly(
    cable: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    def interrupt(*_: object, **__: object) -> ck.Cable:
        raise KeyboardInterrupt

    monkeypatch.setattr(draft, "parse", interrupt)
    assert main(["parse", str(cable)]) == 130
    assert capfd.readouterr() == ("", "")


def test_streams_without_bytes(cable: Path, monkeypatch: pytest.MonkeyPatch):
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["parse", str(cable)]) == 0
    assert out.getvalue() == ck.to_json(ck.parse(CABLE)) + "\n"


def test_streams_that_are_closed(
    cable: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["parse", "-"]) == 3
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["parse", str(cable)]) == 3
    assert capfd.readouterr().err == (
        "cablekit: standard input: closed or no bytes; name a file\n"
        "cablekit: 0 cables, 1 error\n"
        "cablekit: the results cannot be written: standard output is closed\n"
    )
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["parse", "none.txt"]) == 3
