"""Bad input: a clear error that names the file and the place, and the other records come out."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cablekit as ck
from cablekit.errors import CablekitError, SourceError
from cablekit.sources import nara, stream
from cablekit.sources.brackets import Objects
from cablekit.sources.pieces import Cables, pieces
from cablekit.sources.stream import Stream

HERE = Path(__file__).resolve().parent / "sources"
TWO = (HERE / "two.txt").read_bytes()


def failure(path: Path, **options) -> str:
    with pytest.raises(SourceError) as caught:
        list(ck.read(path, **options))
    assert isinstance(caught.value, CablekitError)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value) == f"{path}: {caught.value.message}"
    return caught.value.message


def test_a_missing_file_is_named_at_once(tmp_path: Path):
    with pytest.raises(SourceError, match=r"none\.txt: no such file or folder; check the name"):
        ck.read(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty; there is no cable in it"),
        (b"\n \n", "empty; there is no cable in it"),
        (b"%PDF-1.4 ...", "a PDF; take its text out first, for instance with pdftotext -layout"),
        (b"\x00\x01\x02\x00" * 99, "no text"),
        (gzip.compress(b"", mtime=0), "empty; there is no cable in it"),
        (
            gzip.compress(TWO, mtime=0)[:12],
            "damaged: Compressed file ended before the end-of-stream marker was reached",
        ),
        (b"PK\x03\x04 and no more", "a damaged zip archive: File is not a zip file"),
        (b"[{}", None),
    ],
)
def test_files_of_which_nothing_can_be_read(tmp_path: Path, data: bytes, message: str | None):
    (tmp_path / "a").write_bytes(data)
    if message is None:
        (record,) = ck.read(tmp_path / "a")
        assert record.error is not None
    else:
        assert failure(tmp_path / "a") == message


@pytest.mark.parametrize("count", [1, 40])
def test_an_archive_that_is_not_read_is_named(tmp_path: Path, count: int):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for number in range(3):
            entry = tarfile.TarInfo(f"{number}.txt")
            entry.size = len(TWO) * count
            archive.addfile(entry, io.BytesIO(TWO * count))
    data = (tmp_path / "a.tar").read_bytes()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.writestr("a.txt", TWO)
    assert failure(tmp_path / "a.tar") == "a tar archive; unpack it first"
    for inner, message in (
        (data, "a tar archive; unpack it first"),
        (gzip.compress(TWO), "packed with gzip twice; unpack it first"),
        ((tmp_path / "b.zip").read_bytes(), "a zip archive inside another file; unpack it first"),
    ):
        (tmp_path / "a.gz").write_bytes(gzip.compress(inner))
        assert failure(tmp_path / "a.gz") == message


def test_a_folder_without_files(tmp_path: Path):
    (tmp_path / ".hidden").touch()
    assert failure(tmp_path) == "no file in this folder, hidden ones left out"


@pytest.mark.skipif(os.name == "nt", reason="no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path / "pipe") == "no regular file; read it through standard input"
    (tmp_path / "two.txt").write_bytes(TWO)
    records = list(ck.read(tmp_path))
    assert [record.error is None for record in records] == [False, True, True]


def test_in_a_folder_each_bad_file_is_a_record(tmp_path: Path):
    for name, data in {
        "a.png": b"\x89PNG....",
        "b.txt": b"",
        "c.css": b"a { color: red }",
        "d.txt": TWO,
        "e.html": b"<html><body>Not found</body></html>",
        "f.txt.gz": b"\x1f\x8b\x08 damaged",
    }.items():
        (tmp_path / name).write_bytes(data)
    told = {Path(record.source).name: record.error for record in ck.read(tmp_path)}
    assert told["d.txt"] is None
    assert told["a.png"] == f"{tmp_path / 'a.png'}: offset 0: not read: an image"
    assert "empty" in str(told["b.txt"])
    assert "no sign of a cable in it; name its kind with source=" in str(told["c.css"])
    assert "offset 0: the page has no block with the text of a cable" in str(told["e.html"])
    assert "damaged" in str(told["f.txt.gz"])


@pytest.mark.parametrize("name", ["two.txt", "cables.csv", "derivative.json"])
def test_a_truncated_archive_gives_what_stands_before(tmp_path: Path, name: str):
    data = (HERE / name).read_bytes()
    noise = os.urandom(40_000).hex().encode()
    more = {
        "two.txt": b"FM X\n1. " + noise,
        "cables.csv": b'"9","' + noise,
        "derivative.json": b'{"a":"' + noise,
    }
    packed = gzip.compress(data + more[name])
    (tmp_path / "a.gz").write_bytes(packed[: len(packed) - 9000])
    whole = list(ck.read(HERE / name))
    records = list(ck.read(tmp_path / "a.gz"))
    assert [record.text for record in records[: len(whole)]] == [record.text for record in whole]
    assert records[-1].error is not None
    assert records[-1].error.startswith(f"{tmp_path / 'a.gz'}: offset {records[-1].offset}: ")
    assert "end-of-stream" in records[-1].error


def test_hostile_zip_archives(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.txt", "/etc/abs.txt", "C:\\x.txt", "\\\\a\\b\\x.txt", "ok/two.txt"):
            archive.writestr(name, TWO)
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as inner:
            inner.writestr("x.txt", TWO)
        archive.write(tmp_path / "b.zip", "inner.zip")
    (tmp_path / "b.zip").unlink()
    records = list(ck.read(tmp_path / "a.zip"))
    errors = [str(record.error) for record in records if record.error]
    assert len(errors) == 5
    assert sum("the name leads out of the archive" in error for error in errors) == 4
    assert sum("an archive inside an archive; unpack it first" in error for error in errors) == 1
    assert [str(r.mrn) for r in records if not r.error] == ["07ZENDA417", "07STRELSAU89"]
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_members_with_odd_names_are_read(tmp_path: Path):
    names = ["", ".", "RE: turnips 15:12.txt", "a/RE: x.txt", "./b.txt", "z.txt"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), TWO)
    records = list(ck.read(tmp_path / "a.zip"))
    assert [record.error for record in records] == [None] * 2 * len(names)
    assert {record.source for record in records} == {f"{tmp_path / 'a.zip'}!{n}" for n in names}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_leaves_the_others(tmp_path: Path, method: int):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("a.txt", TWO * 20)
        archive.writestr("b.txt", TWO)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[60] ^= 0xFF
    data[70] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    records = list(ck.read(tmp_path / "a.zip"))
    assert "damaged" in str(records[0].error)
    assert [record.error for record in records[-2:]] == [None] * 2
    assert {record.source for record in records[-2:]} == {f"{tmp_path / 'a.zip'}!b.txt"}


@pytest.mark.parametrize("count", [1, 2000])
def test_a_wrong_checksum_loses_no_text(tmp_path: Path, count: int):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", TWO * count)
        archive.writestr("b.txt", TWO)
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"Talks", b"TXlks", 1))
    records = list(ck.read(tmp_path / "a.zip", parse=False))
    text = "".join(record.text for record in records if record.source.endswith("a.txt"))
    assert text.encode() == (TWO * count).replace(b"Talks", b"TXlks", 1)
    errors = [str(record.error) for record in records if record.error]
    assert len(errors) == 1
    assert errors[0].endswith("here on: the checksum is not that of the archive")


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_bombs_are_refused(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "RATIO_FREE", 1 << 20)
    data = TWO + b"t" * (64 << 20)
    path = tmp_path / f"a.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(data))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", data)
    records = list(ck.read(path, source="text", parse=False))
    assert "it unpacks to more than 200 times its size" in str(records[-1].error)
    assert sum(len(record.text) for record in records) < 20 << 20


def test_a_record_without_end_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cablekit.sources.pieces.MAX_RECORD", 10_000)
    good = TWO.split(b"\n\nNNNN")[0] + b"\n\nNNNN\n\n"
    (tmp_path / "a.txt").write_bytes(good + b"FM X\n" + b"turnip\n" * 5000 + b"NNNN\n" + good)
    records = list(ck.read(tmp_path / "a.txt"))
    assert [record.error is None for record in records] == [True, False, True]
    assert "no end of the record within" in str(records[1].error)
    assert records[1].offset == len(good) - 1 or records[1].offset == len(good)


def test_pages_that_are_cut_or_have_no_text(tmp_path: Path):
    page = (HERE / "07ZENDA417.html").read_text(encoding="utf-8")
    (tmp_path / "a.html").write_text(page[: page.index("¶</a>2.")], encoding="utf-8")
    (record,) = ck.read(tmp_path / "a.html")
    assert record.error == f"{tmp_path / 'a.html'}: offset 0: the page ends inside the text"
    assert record.cable is not None
    (tmp_path / "a.html").write_text(page[: page.rindex("<code>") + 3], encoding="utf-8")
    (record,) = ck.read(tmp_path / "a.html")
    assert record.error == f"{tmp_path / 'a.html'}: offset 0: the page ends inside the text"
    assert record.text.endswith("AMCONSUL STRELSAU 0081")
    (tmp_path / "b.html").write_text(page[: page.index("<code>")], encoding="utf-8")
    (record,) = ck.read(tmp_path / "b.html")
    assert "no block with the text" in str(record.error)
    assert record.metadata is not None
    assert str(record.mrn) == "07ZENDA417"


@pytest.mark.parametrize(
    ("until", "end"),
    [("REF: STATE", "QUOTAS"), ("<pre>CONF", ""), ("Enclosure", ""), ("ZENDA\n", "")],
)
def test_pages_of_the_public_library_that_are_cut(tmp_path: Path, until: str, end: str):
    page = (HERE / "1975ZENDA01120_b.html").read_text(encoding="utf-8")
    (tmp_path / "a.html").write_text(page[: page.index(until)], encoding="utf-8")
    (record,) = ck.read(tmp_path / "a.html", source="plusd")
    assert record.error == f"{tmp_path / 'a.html'}: offset 0: the page ends inside the text"
    assert record.text.strip().endswith(end)
    assert bool(record.text) == bool(end)
    cut = page[: page.index("REF: STATE")].replace("<pre>CONF", "<p>CONF").replace("\n\n", "<br>")
    (tmp_path / "a.html").write_text(cut, encoding="utf-8")
    (record,) = ck.read(tmp_path / "a.html")
    assert record.error == f"{tmp_path / 'a.html'}: offset 0: the page ends inside the text"
    assert record.text.rstrip().endswith("QUOTAS")


@pytest.mark.parametrize(
    "bad",
    [
        '{"body": }',
        '{"a": 1}',
        "{" * 50_000 + "}" * 50_000,
        '{"body": "\x01 \\q"}',
        '{"n": ' + "9" * 9999 + "}",
    ],
)
def test_broken_json_objects(tmp_path: Path, bad: str):
    good = json.dumps({"_id": "07ZENDA417", "body": "1. (U) Text."})
    (tmp_path / "a.json").write_text(f"{good}\n{bad}\n{good}\n")
    records = list(ck.read(tmp_path / "a.json"))
    assert [record.error is None for record in records] == [True, False, True]
    assert f"offset {len(good) + 1}: the JSON object is broken: " in str(records[1].error)


RECORDS = [
    {"_id": f"07ZENDA{n}", "tags": ["PREL"], "body": '1. (U) He said "turnips".'} for n in range(9)
]
DAMAGE = {
    "cut": lambda line: line[:30],
    "cut behind a colon": lambda line: line[: line.index(": ") + 1],
    "cut in a list": lambda line: line[: line.index("PREL") + 5],
    "no brace": lambda line: line[:-1],
    "no bracket": lambda line: line.replace("]", ""),
    "no quote": lambda line: line.replace('ZENDA3"', "ZENDA3"),
    "line end": lambda line: line.replace("He said", "He\n\nsaid"),
    "two keys": lambda line: line.replace("07ZENDA3", '07ZENDA3" "'),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize(
    ("layout", "begins"),
    [
        ("\n", "{}\n"),
        (",\n", "[{}]"),
        (",\n ", "[\n {}\n]\n"),
        (", ", "[{}]"),
        (",", '{{"cables":[{}]}}'),
    ],
)
def test_behind_a_broken_object_the_next_is_read(
    tmp_path: Path, layout: str, begins: str, damage: str
):
    if begins.startswith("{{") and damage == "cut in a list":
        pytest.skip("the end of the outer list closes that of the record: it is sound JSON")
    lines = [json.dumps(entry) for entry in RECORDS]
    before = begins.split("{}", maxsplit=1)[0].replace("{{", "{") + layout.join([*lines[:3], ""])
    lines[3] = DAMAGE[damage](lines[3])
    (tmp_path / "a.json").write_text(begins.format(layout.join(lines)))
    records = list(ck.read(tmp_path / "a.json"))
    # On one line nothing says that the next one does not belong to it.
    lost = {3, 4} if "\n" not in layout and damage in ("cut", "cut in a list") else {3}
    good = [str(record.mrn) for record in records if record.error is None]
    assert good == [f"07ZENDA{n}" for n in range(9) if n not in lost]
    (broken,) = (record for record in records if record.error is not None)
    assert broken.offset == len(before)
    assert "the JSON object is broken: " in str(broken.error)


def test_a_brace_too_many_takes_no_other_object_with_it(tmp_path: Path):
    lines = [json.dumps(entry) for entry in RECORDS]
    lines[1], lines[4] = lines[1][:-1], lines[4] + "}"
    (tmp_path / "a.json").write_text("\n".join(lines))
    records = list(ck.read(tmp_path / "a.json"))
    assert [n for n, record in enumerate(records) if record.error] == [1]
    assert len(records) == 9


@pytest.mark.parametrize("indent", [None, 1])
def test_the_list_of_a_large_outer_object_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, indent: int | None
):
    monkeypatch.setattr("cablekit.sources.brackets.MAX_RECORD", 10_000)
    monkeypatch.setattr("cablekit.sources.brackets.CHUNK", 1000)
    outer = {"facets": [{"name": "x"}], "cables": RECORDS * 50, "page": {"next": 2, "tags": ["a"]}}
    text = json.dumps(outer, indent=indent)
    path = tmp_path / "a.json"
    path.write_text(text + "\n" + json.dumps(RECORDS[0]))
    records = list(ck.read(path))
    assert [record.error for record in records] == [None] * 451
    assert [record.offset for record in records[:451:450]] == [
        text.index("{", text.index("cables")),
        len(text) + 1,
    ]


def test_a_record_that_is_too_large_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cablekit.sources.brackets.MAX_RECORD", 10_000)
    monkeypatch.setattr("cablekit.sources.brackets.CHUNK", 1000)
    good = json.dumps(RECORDS[0])
    (tmp_path / "a.json").write_text(f'{good}\n{{"body": "{"turnips " * 5000}"}}\n{good}\n')
    records = list(ck.read(tmp_path / "a.json"))
    assert [record.error is None for record in records] == [True, False, True]
    assert "it does not end within" in str(records[1].error)


VALUES = st.recursive(
    st.sampled_from([None, True, -2.5, 1e30, "", 'a"b', "\\", "{", "},{", "[", "x\ny"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=6,
)
CUTS = st.tuples(
    st.integers(0, 400),
    st.sampled_from([1, 9]),
    st.sampled_from(['"', "{", "}", "[", "\n", "\\", "x"]),
)


@given(
    st.lists(st.fixed_dictionaries({"x": VALUES, "body": VALUES}), min_size=1, max_size=4),
    st.sampled_from([("\n", "{}"), (",", "[{}]"), (",\n", "[{}]"), ("", "{}")]),
    st.sampled_from([None, 0, 1]),
    st.none() | CUTS,
)
def test_where_the_bytes_of_a_json_file_are_parted_makes_no_difference(
    entries, layout, indent, cut
):
    text = layout[1].format(layout[0].join(json.dumps(entry, indent=indent) for entry in entries))
    if cut is not None:
        text = text[: cut[0]] + cut[2] + text[cut[0] + cut[1] :]

    def parts(size: int) -> list[tuple[int, bool, bytes]]:
        with patch("cablekit.sources.brackets.CHUNK", size):
            found = Objects(Stream(io.BytesIO(text.encode()), "x"))
            return [(p.start, bool(p.fault), b"" if p.fault else p.data) for p in found]

    whole = parts(1 << 20)
    if cut is None:
        assert [json.loads(data) for _, _, data in whole] == entries
    assert parts(1) == parts(5) == whole


@pytest.mark.parametrize("text", ["[]", " [ ]\n", "[[]]"])
def test_a_list_without_entries_is_no_record(tmp_path: Path, text: str):
    (tmp_path / "a.json").write_text(text)
    assert failure(tmp_path / "a.json") == "no record in it; it was read as json"


@pytest.mark.parametrize("entry", ['"UNCLAS ZENDA 000417"', "417", "null", '["UNCLAS", 417]'])
def test_what_is_no_object_in_a_list_is_an_error(tmp_path: Path, entry: str):
    good = json.dumps(RECORDS[0])
    for text in (f"[{entry}, {good}]", f"[{good}, {entry}, {good}]", f"{good}\n{entry}\n{good}"):
        (tmp_path / "a.json").write_text(text)
        records = list(ck.read(tmp_path / "a.json"))
        (broken,) = (record for record in records if record.error)
        assert broken.offset == text.index(entry.strip("[]"))
        assert "it is no object" in str(broken.error)
        assert len(records) == 1 + text.count(good)


@pytest.mark.parametrize(
    "start", ["[Name removed]", "[1] SECRET", "[] SECRET", '["Turnips"] SECRET']
)
def test_a_text_may_begin_with_a_bracket(tmp_path: Path, start: str):
    (tmp_path / "a.txt").write_text(f"{start} ZENDA 000417\n\nSUBJECT: TURNIPS\n")
    (record,) = ck.read(tmp_path / "a.txt")
    assert record.error is None


@pytest.mark.parametrize("depth", [100, 900, 100_000])
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_deep_list_stops_no_other_record(tmp_path: Path, depth: int, wrapped: bool):
    good = json.dumps(RECORDS[0])
    deep = f'{{"_id": "07ZENDA417", "body": "1. (U) Text.", "x": {"[" * depth}{"]" * depth}}}'
    text = f'{{"cables": [{good}, {deep}, {good}]}}' if wrapped else f"{good}\n{deep}\n{good}"
    (tmp_path / "a.json").write_text(text)
    first, second, third = ck.read(tmp_path / "a.json")
    assert [first.error, third.error] == [None, None]
    if depth != 900:  # how deep Python goes depends on its version
        assert (second.error is None) == (depth == 100)
    assert second.error is None or "the JSON object is broken: " in second.error


def test_a_fault_of_the_parser_is_the_record_s_error(monkeypatch: pytest.MonkeyPatch):
    def fail(*_args, **_options):
        raise KeyError("turnip")

    monkeypatch.setattr("cablekit.sources.draft.parse", fail)
    first, _ = ck.read(HERE / "two.txt")
    assert (
        first.error
        == f"{HERE / 'two.txt'}: offset 0: the text could not be read: KeyError: 'turnip'"
    )
    assert first.text.startswith("R 031512Z")


HOSTILE = {
    "text": ["NNNN\n", "\n", "PP RUEHAB\n", " ", "VZCZC", "A "],
    "csv": ['"', '""', '","', '\\"', '"1","', "\n", '\n"1","a","b",', 'a"'],
    "json": [
        *("{", '"', "\\", "[", '{"a":', "}", '{"', '{"a":\n', '{"a":[', '},{"', '\n{"a":"b', '\\"'),
        '\n{"a":"' + '\\"b' * 9000,
    ],
    "cablegate": [
        "<code><pre>",
        "<a",
        "<",
        "<td>",
        "<h3>Viewing cable ",
        "<table class='cable'>",
        "&amp",
        "<pre>",
    ],
    "plusd": ["<!--", "<script", "<pre>", "<a ", "<", "Date:", "<head", "</pre>", "TAGS "],
    "nara": [
        "Message Text\n",
        "Message Attributes\n",
        "To:",
        "  ",
        "Message Attributes\nTAGS: A ",
        "\f\n",
    ],
    "foia": ["Case No. A  Doc No. B", "Case No. ", "RELEASE IN PART ", "MRN:", "\n "],
}


@pytest.mark.timing
@pytest.mark.parametrize(("kind", "part"), [(k, p) for k, parts in HOSTILE.items() for p in parts])
def test_time_is_linear(tmp_path: Path, kind, part: str):
    def seconds(count: int) -> float:
        (tmp_path / "a").write_text("x" + part * count)
        start = time.perf_counter()
        with contextlib.suppress(SourceError):
            list(ck.read(tmp_path / "a", source=kind, parse=False))
        return time.perf_counter() - start

    size = 400_000 // len(part)
    # What another process disturbed is not the reader's fault.
    assert any(seconds(2 * size) < 5 * seconds(size) + 0.3 for _ in range(4))


@pytest.mark.timing
def test_an_attribute_may_stand_very_often():
    before = time.process_time()
    found = nara.attributes(f"To: {'A' * 100}\n" * 100_000)
    # Each was added to all before: minutes on the machine that does this in 0.2 s.
    assert time.process_time() - before < 10
    assert found["To"].count("\n") == 99_999


def test_short_lines_take_little_memory():
    data = TWO.split(b"NNNN")[0] + b"\n" * 200_000 + b"ab\n" * 200_000

    class Few(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 4096))

    tracemalloc.start()
    try:
        (piece,) = pieces(stream.Stream(Few(data), "zenda.txt"), Cables())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert piece.data == data
    # A pointer and a buffer for each line took forty times the size of the file.
    assert peak < 8 * len(data)


@pytest.mark.slow
def test_a_large_csv_needs_little_memory(tmp_path: Path):
    head = "R 031512Z APR 07\\nFM AMEMBASSY ZENDA"
    text = 'The Minister said \\"turnips\\", and no more.\n' * 90
    path = tmp_path / "cables.csv"
    size = count = 0
    with path.open("w", encoding="utf-8") as file:
        while size < 200_000_000:
            rows = [
                f'"{n}","4/3/2007 15:12","07ZENDA{n}","Embassy Zenda","SECRET","","{head}","1. (S) {text}"\n'
                for n in range(count, count + 500)
            ]
            size += file.write("".join(rows))
            count += 500
    # The measure of a process begins with that of the one it came from, so a small one stands between.
    between = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"
    )
    code = (
        "import sys, resource, cablekit as ck\n"
        "found = sum(r.error is None for r in ck.read(sys.argv[1], parse=False))\n"
        "print(found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", between, code, str(path)], capture_output=True, text=True, check=True
    )
    found, peak = map(int, result.stdout.split())
    peak *= 1 if sys.platform == "darwin" else 1024
    assert found == count
    assert peak < 200_000_000
    assert time.perf_counter() - start < 40
