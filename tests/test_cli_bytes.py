"""Bytes that ``cablekit`` reads: encodings, line ends, and what is no character."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cablekit as ck
from cablekit.cli import main

CABLE = "UNCLAS ZENDA 000417\n\nSUBJECT: TURNIP QUOTA\n\n1. (U) Talks in Strelsau ended.\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_encodings_and_line_ends(
    encoding: str, ends: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    text = CABLE.replace("\n", ends).replace("Talks", "Élan\x00 東 \U0001f600")
    path = tmp_path / "zenda.txt"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + text.encode(encoding))
    assert main(["parse", "--quiet", "--provenance", str(path)]) == 0
    out, err = capfd.readouterr()
    assert ck.from_json(out).source == text
    assert err == ""


def test_undecodable_bytes_survive(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "zenda.txt"
    data = CABLE.encode().replace(b"Strelsau", b"Strels\xe4u \xff")
    path.write_bytes(data)
    first, second = data.index(b"\xe4"), data.index(b"\xff")
    said = (
        f"cablekit: {path}: CK102: the byte at offset {first} is no UTF-8; it was kept as it is\n"
        f"cablekit: {path}: CK102: the byte at offset {second} is no UTF-8; it was kept as it is\n"
    )
    assert main(["parse", "--quiet", "--strict", "--provenance", str(path)]) == 0
    out, err = capfd.readouterr()
    assert err == said
    assert "Strels\\udce4u \\udcff" in out
    cable = ck.from_json(out)
    assert cable.source.encode("utf-8", "surrogateescape") == data
    assert [cable.source[p.span.start] for p in cable.problems if p.span and p.code == "CK102"] == [
        "\udce4",
        "\udcff",
    ]
    assert main(["show", str(path)]) == 0
    out, err = capfd.readouterr()
    assert err == said
    assert "Talks in Strels\\xe4u \\xff ended." in out
    assert f"the byte at offset {second} is no UTF-8" in " ".join(out.split())


def test_many_undecodable_bytes_are_counted(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "zenda.txt"
    path.write_bytes(CABLE.encode() + b"\xe4" * 30)
    assert main(["parse", "--quiet", str(path)]) == 0
    lines = capfd.readouterr().err.splitlines()
    assert (len(lines), lines[-1]) == (11, f"cablekit: {path}: CK102: more such bytes: 20")


@pytest.mark.parametrize(
    ("data", "text", "messages"),
    [
        (
            b"\xef\xbb\xbfa\xe9",
            "a\udce9",
            ["the byte at offset 4 is no UTF-8; it was kept as it is"],
        ),
        (
            b"\xc3\xa9\xed\xa0\x80",
            "é\udced\udca0\udc80",
            [f"the byte at offset {i} is no UTF-8; it was kept as it is" for i in (2, 3, 4)],
        ),
        (
            b"\xff\xfeA\x00\x00\xd8B\x00",
            "A\ud800B",
            ["the byte at offset 4 is no UTF-16; it was kept as it is"],
        ),
        (
            b"\xfe\xff\x00A\xd8\x00\xe9",
            "A\ud800é",
            [f"the byte at offset {i} is no UTF-16; it was kept as it is" for i in (4, 6)],
        ),
    ],
)
def test_decode(
    data: bytes, text: str, messages: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    path = tmp_path / "zenda.txt"
    path.write_bytes(data)
    assert main(["parse", "--quiet", "--provenance", str(path)]) == 0
    out, err = capfd.readouterr()
    cable = ck.from_json(out)
    assert cable.source == text
    assert [p.message for p in cable.problems if p.code == "CK102"] == messages
    assert err == "".join(f"cablekit: {path}: CK102: {message}\n" for message in messages)


def test_offsets_in_utf16_count_across_cables(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "zenda.txt"
    text = f"{CABLE}NNNN\nUNCLAS ZENDA 000418\n\n1. (U) \U0001f600 \ud800 ended.\n"
    data = b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass")
    path.write_bytes(data)
    assert main(["parse", "--record", str(path)]) == 0
    out, err = capfd.readouterr()
    offsets = [json.loads(line)["offset"] for line in out.splitlines()]
    assert offsets == [2, data.index("UNCLAS ZENDA 000418".encode("utf-16-le"))]
    half = data.index(b"\x00\xd8\x20")
    said = f"{path}: CK102: the byte at offset {half} is no UTF-16; it was kept as it is"
    assert err == f"cablekit: {said}\ncablekit: 2 cables\n"


def test_json_has_no_control_characters(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "zenda.txt"
    path.write_bytes((CABLE + "\x1b[31m\x7f\x9b31m\x85").encode())
    assert main(["parse", "--provenance", str(path)]) == 0
    out, _ = capfd.readouterr()
    assert out.rstrip("\n").isprintable()
    assert ck.from_json(out).source.endswith("\x1b[31m\x7f\x9b31m\x85")
