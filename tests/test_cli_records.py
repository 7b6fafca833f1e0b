"""The command ``cablekit`` on containers: folders, archives, rows, errors, counts, records."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

import cablekit as ck
from cablekit.cli import main

SOURCES = Path(__file__).resolve().parent / "sources"
ROWS = SOURCES / "cables.csv"
BROKEN_ROW = "the row is broken: column 8 is not quoted as it should be"
CABLE = "UNCLAS ZENDA 000417\n\nSUBJECT: TURNIP QUOTA\n\n1. (U) Talks in Strelsau ended.\n"


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_broken_row_between_others(capfd: pytest.CaptureFixture[str]):
    assert main(["parse", str(ROWS)]) == 3
    out, err = capfd.readouterr()
    expected = [ck.to_json(r.cable) for r in ck.read(ROWS) if r.cable is not None]
    assert out.splitlines() == expected
    assert err == f"cablekit: {ROWS}: offset 531: {BROKEN_ROW}\ncablekit: 2 cables, 1 error\n"


@pytest.mark.parametrize("quiet", [False, True])
def test_errors_go_to_a_file(tmp_path: Path, quiet: bool, capfd: pytest.CaptureFixture[str]):
    errors = tmp_path / "errors.jsonl"
    options = ["--errors", str(errors), *["--quiet"] * quiet]
    assert main(["parse", *options, str(ROWS), "none.txt"]) == 3
    out, err = capfd.readouterr()
    assert out.count("\n") == 2
    assert err == ("" if quiet else "cablekit: 2 cables, 2 errors\n")
    assert lines(errors.read_text(encoding="utf-8")) == [
        {"source": str(ROWS), "offset": 531, "code": "CK501", "message": BROKEN_ROW},
        {
            "source": "none.txt",
            "offset": None,
            "code": "CK507",
            "message": "no such file; check the name",
        },
    ]


def test_a_refusal_is_an_error_too(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    errors, path = tmp_path / "errors.jsonl", tmp_path / "two.txt"
    broken = CABLE.replace("SUBJECT", "TAGS: ((\nSUBJECT")
    path.write_text(f"{CABLE}NNNN\n{broken}", encoding="utf-8")
    assert main(["parse", "--strict", "--errors", str(errors), str(path)]) == 1
    out, err = capfd.readouterr()
    assert (out.count("\n"), err) == (1, "cablekit: 1 cable, 1 error\n")
    (told,) = lines(errors.read_text(encoding="utf-8"))
    assert (told["source"], told["offset"]) == (str(path), len(CABLE) + 5)
    assert told["message"].startswith("line 3, column 1: ")
    assert main(["parse", "--strict", str(path)]) == 1
    assert f"{path}: offset {len(CABLE) + 5}: line 3, column 1: " in capfd.readouterr().err


@pytest.mark.parametrize("name", ["./in.csv", "link.csv", "hard.csv", "f/../in.csv"])
@pytest.mark.parametrize("read", ["in.csv", "f", "-"])
def test_no_name_of_errors_destroys_what_is_read(
    tmp_path: Path,
    name: str,
    read: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f" / "below").mkdir(parents=True)
    Path("in.csv").write_bytes(ROWS.read_bytes())
    Path("link.csv").symlink_to("in.csv")
    os.link("in.csv", "hard.csv")
    os.link("in.csv", "f/below/in.csv")
    with open("in.csv", encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert main(["parse", "--errors", name, read]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    told = f"--errors would overwrite {name}, which is to be read"
    assert err.endswith(f"{told} with f\n" if read == "f" else f"{told}\n")
    assert Path("in.csv").read_bytes() == ROWS.read_bytes()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_written_is_not_read(tmp_path: Path, jobs: str):
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "rows.csv").write_bytes(ROWS.read_bytes())
    command = [sys.executable, "-m", "cablekit", "parse", "--record", "--jobs", jobs]
    with open(folder / "a.jsonl", "wb") as out, open(folder / "z.txt", "wb") as err:
        done = subprocess.run(
            [*command, "--errors", str(folder / "b.jsonl"), str(folder)],
            stdout=out, stderr=err, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    records = lines((folder / "a.jsonl").read_text(encoding="utf-8"))
    assert {record["source"] for record in records} == {str(folder / "rows.csv")}
    assert len(lines((folder / "b.jsonl").read_text(encoding="utf-8"))) == 1
    assert (folder / "z.txt").read_text(encoding="utf-8") == "cablekit: 2 cables, 1 error\n"
    with open(folder / "rows.csv", "ab") as out:
        done = subprocess.run(
            [*command, str(folder / "rows.csv")], stdout=out, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert b"what is written goes to" in done.stderr
    assert (folder / "rows.csv").read_bytes() == ROWS.read_bytes()


def test_errors_that_cannot_be_written(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    errors = tmp_path / "none" / "errors.jsonl"
    assert main(["parse", "--errors", str(errors), str(ROWS)]) == 3
    said = f"cablekit: {errors} cannot be written: No such file or directory\n"
    assert capfd.readouterr() == ("", said)


def test_records(capfd: pytest.CaptureFixture[str]):
    assert main(["parse", "--record", str(ROWS)]) == 3
    first, second = lines(capfd.readouterr().out)
    (record, _, _) = ck.read(ROWS)
    assert list(first) == [
        "source", "offset", "availability", "metadata", "cable", "problems"
    ]  # fmt: skip
    assert record.cable is not None
    assert record.metadata is not None
    assert first["cable"] == ck.to_dict(record.cable)
    assert first["metadata"] == {
        "id": "07ZENDA417",
        "mrn": {"year": 2007, "post": "ZENDA", "series": "", "serial": 417},
        "date": "2007-04-03T15:12:00+00:00",
        "date_precision": "MINUTE",
        "classification": {"level": "CONFIDENTIAL", "caveats": [], "entire_text": False},
        "origin": "Embassy Zenda",
        "subject": "",
        "tags": [],
        "references": first["metadata"]["references"],
        "released": None,
        "fields": dict(record.metadata.fields),
    }
    assert first["metadata"]["references"][0]["mrn"]["post"] == "STRELSAU"
    assert (second["source"], second["offset"]) == (str(ROWS), 663)
    assert (second["availability"], second["problems"]) == ("FULL", [])


def test_records_without_text(capfd: pytest.CaptureFixture[str]):
    names = [str(SOURCES / f"1975ZENDA0112{n}.tel") for n in (0, 1, 2)]
    assert main(["parse", *names]) == 0
    out, err = capfd.readouterr()
    assert (out.count("\n"), err) == (1, "cablekit: 1 cable, 2 records without text\n")
    assert main(["parse", "--record", *names]) == 0
    out, err = capfd.readouterr()
    told = [(line["availability"], line["cable"] is None) for line in lines(out)]
    assert told == [("FULL", False), ("TEXT_UNAVAILABLE", True), ("WITHDRAWN", True)]
    assert err == "cablekit: 1 cable, 2 records without text\n"


def test_problems_of_the_record_are_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "cables.csv"
    path.write_bytes(ROWS.read_bytes().replace(b'"07ZENDA417"', b'"07ZENDA418"', 1))
    assert main(["parse", "--record", str(path)]) == 3
    (problem,) = lines(capfd.readouterr().out)[0]["problems"]
    assert (problem["code"], problem["path"]) == ("CK901", "metadata.mrn")
    assert main(["show", str(path)]) == 3
    assert "-  CK901  warning" in capfd.readouterr().out


def test_folders_and_archives(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    folder = tmp_path / "cables"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(CABLE, encoding="utf-8")
    (folder / "deep" / "b.txt").write_text(CABLE.replace("417", "418"), encoding="utf-8")
    (folder / "c.png").write_bytes(b"\x89PNG")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("x.txt", CABLE.replace("417", "419"))
    assert main(["parse", str(folder)]) == 3
    out, err = capfd.readouterr()
    assert [line["mrn"]["serial"] for line in lines(out)] == [417, 418, 419]
    said = f"cablekit: {folder}{os.sep}c.png: not read: an image\ncablekit: 3 cables, 1 error\n"
    assert err == said
    assert main(["parse", "--record", "--quiet", str(folder / "z.zip")]) == 0
    assert lines(capfd.readouterr().out)[0]["source"] == f"{folder}{os.sep}z.zip!x.txt"


def test_a_source_that_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "attributes.txt"
    path.write_text(f"{CABLE}\n   Message Attributes\n\nLocator: TEXT ON-LINE\n", encoding="utf-8")
    assert main(["parse", "--record", "--source", "text", str(path)]) == 0
    assert lines(capfd.readouterr().out)[0]["metadata"] is None
    assert main(["parse", "--source", "tablet", str(path)]) == 2
    assert "--source: invalid choice: 'tablet'" in capfd.readouterr().err


def test_a_year_that_only_the_user_knows(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["parse", "--quiet", "--year", "1999", str(SOURCES)]) == 3
    (tmp_path / "a.txt").write_text(CABLE, encoding="utf-8")
    assert {line["mrn"]["year"] for line in lines(capfd.readouterr().out) if line["mrn"]} >= {2007}
    assert main(["parse", "--quiet", "--year", "1999", str(tmp_path)]) == 0
    assert lines(capfd.readouterr().out)[0]["mrn"]["year"] == 1999


def test_sheets_of_many(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["show", str(ROWS)]) == 3
    out, err = capfd.readouterr()
    first, second = out.split(f"\n{'=' * 60}\n\n")
    assert "MRN            07ZENDA417\n" in first
    assert "MRN            07STRELSAU89\n" in second
    assert err == f"cablekit: {ROWS}: offset 531: {BROKEN_ROW}\ncablekit: 2 cables, 1 error\n"


def test_a_sheet_without_text(capfd: pytest.CaptureFixture[str]):
    assert main(["show", str(SOURCES / "1975ZENDA01122.tel")]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out == (
        "From           ZENDA\n"
        "Date           1975-04-03\n"
        "MRN            75ZENDA1122\n"
        "Marking        CONFIDENTIAL\n"
        "Subject        RURITANIAN TURNIP QUOTAS\n"
        "Text           none: withdrawn\n"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="wants named pipes")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pipe_with_a_name(tmp_path: Path, jobs: str, capfd: pytest.CaptureFixture[str]):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(CABLE.encode(),))
    writer.start()
    assert main(["parse", "--quiet", "--jobs", jobs, str(pipe)]) == 0
    writer.join()
    assert capfd.readouterr() == (ck.to_json(ck.parse(CABLE)) + "\n", "")
