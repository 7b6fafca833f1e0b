"""Each container gives its text and its metadata, and says where they disagree."""

from __future__ import annotations

import gzip
import json
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_laws import WORD, covered

import cablekit as ck
from cablekit.model import Availability, DatePrecision, Metadata, Record
from cablekit.sources import SOURCES
from cablekit.sources.agree import disagreements

HERE = Path(__file__).resolve().parent / "sources"
HEAD = "R 031512Z APR 07\nFM AMEMBASSY ZENDA\n"
PAGE = (HERE / "07ZENDA417.html").read_text(encoding="utf-8")


def only(path: Path | str, **options) -> Record:
    (record,) = ck.read(path, **options)
    return record


def codes(record: Record) -> list[str]:
    return [problem.code for problem in record.problems]


# ------------------------------------------------------------------------------- plain text ----


def test_one_text_may_hold_many_cables():
    first, second = ck.read(HERE / "two.txt")
    assert [str(first.mrn), str(second.mrn)] == ["07ZENDA417", "07STRELSAU89"]
    data = (HERE / "two.txt").read_bytes()
    assert (first.text + second.text).encode() == data
    assert data[second.offset :].startswith(b"R 041200Z APR 07\nFM AMCONSUL STRELSAU")
    assert first.metadata is None
    assert first.cable is not None
    assert first.cable.source == first.text


def test_a_quoted_cable_is_no_second_one(tmp_path: Path):
    text = f"{HEAD}\nUNCLAS ZENDA 000417\n\n1. (U) Text:\n\n{HEAD}\nUNCLAS ZENDA 000416\n\n1. (U) Old.\n"
    (tmp_path / "a.txt").write_text(text)
    assert only(tmp_path / "a.txt").text == text


def test_whole_headers_part_cables_too(tmp_path: Path):
    header = "VZCZCXRO4471\nPP RUEHAB\nDE RUEHZZ #0417 0931512\nZNR UUUUU ZZH\n"
    text = f"{header}{HEAD}\nUNCLAS ZENDA 000417\n\n1. (U) One.\n\n"
    (tmp_path / "a.txt").write_text(text * 3)
    records = list(ck.read(tmp_path / "a.txt"))
    assert [record.offset for record in records] == [0, len(text), 2 * len(text)]


def test_many_empty_lines_between_cables(tmp_path: Path):
    one = f"{HEAD}\nUNCLAS ZENDA 000417\n\n1. (U) Text.\nNNNN"
    for count in (1, 20, 2000, 5000):
        text = f"{one}{chr(10) * count}{one}\n"
        (tmp_path / "a.txt").write_text(text, newline="")
        first, second = ck.read(tmp_path / "a.txt")
        assert (first.text + second.text, second.text) == (text, f"{one}\n")
        assert second.offset == len(one) + count


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_show_themselves(tmp_path: Path, encoding: str):
    text = f"{HEAD}\nUNCLAS ZENDA 000417\n\n1. (U) Th\u00e9 ended.\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    record = only(tmp_path / "a.txt")
    assert record.text == text
    assert record.problems == ()


@pytest.mark.parametrize("encoding", [None, "utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("marked", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    "name", ["cables.csv", "derivative.json", "07ZENDA417.html", "1975ZENDA01120.tel"]
)
def test_a_byte_order_mark_is_stepped_over_where_the_encoding_is_named(
    tmp_path: Path, name: str, marked: bytes, encoding: str | None
):
    (tmp_path / "a").write_bytes(marked + (HERE / name).read_bytes())
    expected = list(ck.read(HERE / name, encoding="cp1252" if encoding == "cp1252" else None))
    records = list(ck.read(tmp_path / "a", encoding=encoding))
    assert [record.text for record in records] == [record.text for record in expected]
    assert [record.metadata for record in records] == [record.metadata for record in expected]


def test_bytes_that_are_no_characters_are_kept_and_named(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(HEAD.encode() + b"\nUNCLAS ZENDA 000417\n\n1. (U) caf\xe9.\n")
    record = only(tmp_path / "a.txt")
    assert "caf\udce9" in record.text
    (problem,) = record.problems
    assert problem.code == "CK102"
    assert f"offset {record.text.index(chr(0xDCE9))} is no UTF-8" in problem.message
    assert "caf\u00e9" in only(tmp_path / "a.txt", encoding="cp1252").text


def test_standard_input():
    code = "import cablekit as ck; print(*[r.mrn for r in ck.read('-')])"
    for data in ((HERE / "two.txt").read_bytes(), gzip.compress((HERE / "two.txt").read_bytes())):
        result = subprocess.run(
            [sys.executable, "-c", code], input=data, capture_output=True, check=True
        )
        assert result.stdout.split() == [b"07ZENDA417", b"07STRELSAU89"]


def test_the_dialect_and_the_parser_are_optional():
    record = next(ck.read(HERE / "two.txt", parse=False))
    assert record.cable is None
    assert record.text
    assert record.availability is Availability.FULL


# -------------------------------------------------------------------------- folders, archives ----


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path):
    text = (HERE / "two.txt").read_bytes()
    for name in ("b.txt", "a/z.txt", ".hidden", "a/.git/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    names = [Path(record.source).relative_to(tmp_path).as_posix() for record in ck.read(tmp_path)]
    assert names == ["a/z.txt", "a/z.txt", "b.txt", "b.txt"]


def test_gzip_and_zip_hold_the_same(tmp_path: Path):
    plain = list(ck.read(HERE / "cables.csv"))
    data = (HERE / "cables.csv").read_bytes()
    (tmp_path / "cables.csv.gz").write_bytes(gzip.compress(data))
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/cables.csv", data)
        archive.writestr("x/cables.csv.gz", gzip.compress(data))
        archive.writestr("x/.hidden.csv", data)
        archive.writestr("__MACOSX/x.csv", data)
    packed = list(ck.read(tmp_path / "cables.csv.gz"))
    zipped = list(ck.read(tmp_path / "all.zip"))
    assert [(r.cable, r.offset, r.metadata) for r in packed] == [
        (r.cable, r.offset, r.metadata) for r in plain
    ]
    assert len(zipped) == 2 * len(plain)
    assert zipped[0].source == f"{tmp_path / 'all.zip'}!x/cables.csv"


# --------------------------------------------------------------------------- Cablegate pages ----


def test_a_cablegate_page():
    record = only(HERE / "07ZENDA417.html")
    first, _ = ck.read(HERE / "two.txt")
    text = first.text.split("\n\nNNNN")[0]
    assert record.text.replace("\u00b6", "") == text
    assert record.text.count("\u00b6") == 2
    metadata = record.metadata
    assert metadata is not None
    assert metadata.id == "07ZENDA417"
    assert metadata.mrn == ck.Mrn(year=2007, post="ZENDA", serial=417)
    assert metadata.date is not None
    assert metadata.date.isoformat() == "2007-04-03T15:00:00+00:00"
    assert metadata.date_precision is DatePrecision.HOUR
    assert metadata.fields["Created"] == "2007-04-03 15:03"
    assert metadata.released is not None
    assert metadata.released.isoformat() == "2010-12-07"
    assert metadata.classification == ck.Marking(level=ck.Level.CONFIDENTIAL)
    assert metadata.origin == "Embassy Zenda"
    assert metadata.subject == "RURITANIA: MINISTER OFFERS"
    assert [tag.code for tag in metadata.tags] == ["PREL", "EAGR"]
    assert record.problems == ()
    assert record.date is not None
    assert record.date.minute == 12
    assert record.availability is Availability.FULL


def test_what_a_page_and_its_text_say_differently(tmp_path: Path):
    page = PAGE.replace(">07ZENDA417<", ">0707ZENDA418<").replace("15:03", "16:04")
    page = page.replace("'unclassified'>CONFIDENTIAL", "'x'>SECRET").replace(
        "cable 07ZENDA417, RUR", "cable 1, R"
    )
    page = page.replace("/tag/EAGR_0.html'>EAGR", "/tag/EAGR_0.html'>ETRD").replace(
        "ETRD</a>", "ETRD</a>X"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    record = only(tmp_path / "a.html")
    assert [p.message for p in record.problems] == [
        "the year stands twice in 0707ZENDA418; it was read as 07ZENDA418",
        "the container names the cable 07ZENDA418, the text 07ZENDA417",
        "the container dates the cable 2007-04-03 16Z, the text 2007-04-03 15Z",
        "the container says SECRET, the text CONFIDENTIAL",
        "the container lists the TAGS ETRD PREL, the text ETRDX PREL",
        "the container gives the subject RITANIA: MINISTER OFFERS, the text RURITANIA: MINISTER OFFERS TURNIP QUOTA",
    ]
    assert record.cable is not None
    assert str(record.mrn) == "07ZENDA417"


def test_an_extract_takes_its_year_from_the_page(tmp_path: Path):
    page = PAGE.replace(
        "R 031512Z APR 07", "This record is a partial extract of the original cable."
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    record = only(tmp_path / "a.html")
    assert record.availability is Availability.PARTIAL_EXTRACT
    assert record.cable is not None
    assert record.cable.mrn == ck.Mrn(year=2007, post="ZENDA", serial=417)


def test_real_pages(shared_corpus: Path):
    told = json.loads((shared_corpus / "metadata.json").read_text("utf-8"))
    records = list(ck.read(shared_corpus / "dev"))
    assert len(records) == len(list((shared_corpus / "dev").glob("*.html")))
    for record in records:
        name = Path(record.source).stem
        metadata = record.metadata
        assert record.error is None
        assert metadata is not None
        assert metadata.id == name
        assert metadata.mrn is not None
        assert metadata.date is not None
        assert metadata.classification is not None
        assert metadata.mrn.year == told[name]["year"]
        assert f"{metadata.date:%Y-%m-%d %H}" == told[name]["created"][:13]
        assert metadata.fields["Released"] == told[name]["released"]
        assert metadata.fields["Classification"] == told[name]["classification"]
        assert metadata.origin == told[name]["origin"]
        assert [tag.code for tag in metadata.tags] == list(dict.fromkeys(told[name]["tags_gold"]))
        if told[name]["body_mrn_conflict"]:
            assert "CK901" in codes(record)


# ------------------------------------------------------------------------------------- CSV ----


def test_csv_rows_come_out_beside_a_broken_one():
    first, broken, last = ck.read(HERE / "cables.csv")
    data = (HERE / "cables.csv").read_bytes()
    assert [str(first.mrn), str(last.mrn)] == ["07ZENDA417", "07STRELSAU89"]
    assert first.cable is not None
    assert 'said "a compromise is near"' in first.cable.paragraphs[0].text
    assert 'C:\\TURNIPS, "fresh".' in last.text
    for record in (first, broken, last):
        assert record.offset is not None
        assert data[record.offset : record.offset + 2] in (b'"1', b'"2', b'"3')
    assert codes(broken) == ["CK501"]
    assert broken.error == (
        f"{HERE / 'cables.csv'}: offset {broken.offset}: the row is broken: column 8 is not quoted as it should be"
    )
    assert broken.availability is Availability.UNREADABLE
    assert broken.text.startswith('"2","4/3/2007 16:00"')
    assert first.metadata is not None
    assert [str(r.mrn) for r in first.metadata.references] == ["07STRELSAU88"]
    assert first.metadata.date_precision is DatePrecision.MINUTE
    assert first.problems == last.problems == ()


ROW = '"{n}","4/3/2007 15:12","07ZENDA{n}","Embassy Zenda","SECRET","","{head}","{body}"\n'


@pytest.mark.parametrize(
    "bad",
    [
        '"2","no more columns"\n',
        '"2","4/3/2007 15:12","07ZENDA2","Embassy Zenda","SECRET","","the head","no end\n',
        '"2","4/3/2007 15:12","07ZENDA2","Embassy Zenda","SECRET","","the head",no start"\n',
        '"2","4/3/2007 15:12","07ZENDA2","Embassy Zenda","SECRET","","a","b","c"\n',
        "nonsense\nof\nmany lines\n",
        '"2","4/3/2007 15:12","07ZENDA2","Embassy Zenda","SECRET","","C:\\","body"\n',
    ],
)
def test_every_kind_of_broken_row_is_one_error(tmp_path: Path, bad: str):
    good = [ROW.format(n=n, head=HEAD, body="1. (U) Text.") for n in (1, 3, 4)]
    (tmp_path / "a.csv").write_text(good[0] + bad + good[1] + good[2])
    records = list(ck.read(tmp_path / "a.csv", source="csv"))
    assert [record.error is None for record in records] == [True, False, True, True]
    assert [record.offset for record in records] == [
        0, len(good[0]), len(good[0] + bad), len(good[0] + bad + good[1]),
    ]  # fmt: skip


@pytest.mark.parametrize("place", [0, 1_048_000, 2_000_000])
@pytest.mark.parametrize("size", [10, 20_000, 900_000, 1_500_000])
def test_the_text_of_a_broken_row_is_the_row(tmp_path: Path, place: int, size: int):
    good = [ROW.format(n=n, head=HEAD, body="1. (U) Text.") for n in (1, 3)]
    before = good[0] * (place // len(good[0]))
    bad = ROW.format(n=2, head=HEAD, body='1. (U) A "quote ' + "turnip " * (size // 7) + "END")
    (tmp_path / "a.csv").write_text(before + bad + good[1])
    records = list(ck.read(tmp_path / "a.csv", source="csv", parse=False))
    assert [codes(record) for record in records[-2:]] == [["CK501"], []]
    assert records[-2].offset == len(before)
    assert records[-2].text == bad[: 1 << 20]
    assert str(records[-1].metadata and records[-1].metadata.mrn) == "07ZENDA3"


def test_doubled_quotes_a_header_row_and_crlf(tmp_path: Path):
    row = ROW.format(n=1, head=HEAD, body='1. (U) He said ""no"".').replace("\n", "\r\n")
    names = "id,date,reference_id,origin,classification,references,header,body\r\n"
    (tmp_path / "a.csv").write_text(names + row, newline="")
    record = only(tmp_path / "a.csv")
    assert record.offset == len(names)
    assert record.text.endswith('He said "no".')


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_header_row_is_known_by_its_names(tmp_path: Path, quote: str):
    names = ["number", "date", "refid", "origin", "class", "refs", "header", "body"]
    header = ",".join(f"{quote}{name}{quote}" for name in names)
    row = ROW.format(n=417, head=HEAD, body="1. (U) One.")
    (tmp_path / "a.csv").write_text(f"{header}\r\n{row}")
    record = only(tmp_path / "a.csv")
    assert str(record.mrn) == "07ZENDA417"
    assert record.offset == len(header) + 2


NAMES = {
    "none": "",
    "empty lines": "\n \n\r\n",
    "id": "id,date,reference_id,origin,classification,references,header,body\r\n",
    "identifier": "identifier, date, refid, origin, class, refs, header, body\n",
    "other": "ref,creation date,refid,origin,class,refs,header,body\n",
    "quoted": '\n"number","date","refid","origin","class","refs","header","body"\n',
}


@pytest.mark.parametrize("columns", ["quoted", "apart", "bare", "bare and apart"])
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_rows_are_known_however_they_are_written(tmp_path: Path, names: str, columns: str):
    rows = [ROW.format(n=n, head=HEAD, body="1. (U) One, two.\n") for n in (1, 2)]
    comma = ", " if columns.endswith("apart") else ","
    written = [row.replace('","', f'"{comma}"') for row in rows]
    if columns.startswith("bare"):
        for number, row in enumerate(written):
            told, text = row.split(f'"{HEAD[:2]}')
            written[number] = told.replace('"', "") + f'"{HEAD[:2]}' + text
    (tmp_path / "a").write_text(names + "".join(written), newline="")
    records = list(ck.read(tmp_path / "a"))
    (tmp_path / "b").write_text("".join(rows), newline="")
    expected = list(ck.read(tmp_path / "b"))
    assert [record.text for record in records] == [record.text for record in expected]
    assert [record.metadata for record in records] == [record.metadata for record in expected]
    assert records[1].offset == len(names) + len(written[0])


def test_a_part_of_a_file_may_begin_inside_a_row(tmp_path: Path):
    rows = [ROW.format(n=n, head=HEAD, body="1. (U) One.\n2. (U) Two.\nROE\n") for n in (1, 2, 3)]
    for cut in (rows[0].index("2. (U)"), rows[0].index('"\n'), rows[0].index('","R 03')):
        (tmp_path / "a").write_text("".join(rows)[cut:])
        first, *others = ck.read(tmp_path / "a")
        assert codes(first) == ["CK501"]
        assert first.text == rows[0][cut:]
        assert [str(record.metadata and record.metadata.mrn) for record in others] == [
            "07ZENDA2", "07ZENDA3"
        ]  # fmt: skip


def test_a_line_of_commas_is_no_row(tmp_path: Path):
    text = f"PREL, PGOV, ECON, EAGR, ETRD, EFIN, EAID, SENV\n{HEAD}\nUNCLAS ZENDA 000417\n\n"
    (tmp_path / "a").write_text(f'{text}1. (U) The list:\n12, "April", 2007, "Strelsau", 9\n')
    assert only(tmp_path / "a").text.startswith("PREL, ")


def test_latin_1_remains_in_a_row(tmp_path: Path):
    row = ROW.format(n=1, head=HEAD, body="1. (U) caf\u00e9 and \u00a3").encode("latin-1")
    (tmp_path / "a.csv").write_bytes(row)
    record = only(tmp_path / "a.csv")
    assert record.text.endswith("caf\udce9 and \udca3")
    assert codes(record) == ["CK102", "CK102"]


# ------------------------------------------------------------------------------------ JSON ----


def test_json_derivatives():
    first, second = ck.read(HERE / "derivative.json")
    data = (HERE / "derivative.json").read_bytes()
    assert first.metadata is not None
    assert first.metadata.mrn == ck.Mrn(year=2007, post="ZENDA", serial=417)
    assert first.metadata.date is not None
    assert first.metadata.date.hour == 15
    assert "CK510" in codes(first)
    assert codes(second) == []
    assert second.offset is not None
    assert data[second.offset :].startswith(b'{\n  "_id": "07STRELSAU89"')


@pytest.mark.parametrize("shape", ["lines", "wrapped", "plusd"])
def test_json_of_other_shapes(tmp_path: Path, shape: str):
    entry = {
        "id": "1975ZENDA01120_b",
        "date": "1975 April 3",
        "body": '1. Text { of one.\n2. \\" }',
    }
    if shape == "plusd":
        entry = {"canonical_id": "1975ZENDA01120_b", "locator": "TEXT ONLINE", "text": "1. Text."}
    text = {
        "lines": f"{json.dumps(entry)}\n{json.dumps(entry)}\n",
        "wrapped": json.dumps({"count": 2, "cables": [entry, entry]}),
        "plusd": json.dumps([entry, entry]),
    }[shape]
    (tmp_path / "a.json").write_text(text)
    records = list(ck.read(tmp_path / "a.json"))
    assert [str(record.mrn) for record in records] == ["75ZENDA1120"] * 2
    assert [record.error for record in records] == [None] * 2


@pytest.mark.parametrize("other", ["facets", "tags"])
def test_an_outer_object_with_more_than_one_list(tmp_path: Path, other: str):
    entry = {"id": "1975ZENDA01120_b", "body": "1. Text."}
    outer = {other: [{"name": "x"}] if other == "facets" else ["x"], "cables": [entry, "x", entry]}
    (tmp_path / "a.json").write_text(json.dumps(outer))
    first, second, third = ck.read(tmp_path / "a.json")
    assert [first.error, third.error] == [None, None]
    assert "it is no object" in str(second.error)
    assert second.text == "x"


def test_an_object_with_lists_but_no_text_is_one_error(tmp_path: Path):
    (tmp_path / "a.json").write_text(
        json.dumps({"id": "07ZENDA417", "tags": [{"code": "PREL"}] * 2})
    )
    record = only(tmp_path / "a.json")
    assert "no text; it is looked for" in str(record.error)
    assert str(record.mrn) == "07ZENDA417"


# ------------------------------------------------------------------------------- 1973-1979 ----


def test_a_record_of_the_national_archives():
    record = only(HERE / "1975ZENDA01120.tel")
    metadata = record.metadata
    assert metadata is not None
    assert record.availability is Availability.FULL
    assert str(record.mrn) == "75ZENDA1120"
    assert metadata.fields["Concepts"] == "TURNIPS, TRADE\nQUOTAS"
    assert metadata.fields["Decaption Date"] == "01 JAN 1960"
    assert metadata.fields["Head"].startswith("Jane Q. Roe")
    assert metadata.subject == "RURITANIAN TURNIP QUOTAS"
    assert metadata.date_precision is DatePrecision.DAY
    assert metadata.origin == "ZENDA"
    assert [tag.code for tag in metadata.tags] == ["PFOR", "EAGR"]
    assert [str(r.mrn) for r in metadata.references] == ["75STATE41967"]
    assert str(metadata.released) == "2006-07-05"
    assert record.problems == ()
    assert "Message" not in record.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [("01121", Availability.TEXT_UNAVAILABLE), ("01122", Availability.WITHDRAWN)],
)
def test_records_without_a_text(name: str, expected: Availability):
    record = only(HERE / f"1975ZENDA{name}.tel")
    assert record.availability is expected
    assert record.cable is None
    assert record.error is None
    assert record.text.strip()
    assert str(record.mrn) == f"75ZENDA{int(name)}"


WITHDRAWAL = [
    ("UNCLAS ZENDA 000417\n\nSUBJECT: TROOP WITHDRAWAL\n\n1. (U) It goes on.\nROE\n", "FULL"),
    ("UNCLAS ZENDA 000417\n\nAll troops are withdrawn.\n", "FULL"),
    ("SUBJECT: TROOP WITHDRAWAL\n\nIt goes on.\n", "FULL"),
    ("1. (U) All troops are withdrawn.\n", "FULL"),
    ("SECRET\n\nThis record is withdrawn.\n", "WITHDRAWN"),
    ("WITHDRAWAL CARD\nSUBJECT: TURNIPS\n1. National security.\n", "WITHDRAWN"),
]


@pytest.mark.parametrize(("text", "expected"), WITHDRAWAL)
def test_a_cable_about_a_withdrawal_is_no_card(tmp_path: Path, text: str, expected: str):
    (tmp_path / "a.json").write_text(json.dumps({"_id": "75ZENDA417", "body": text}))
    listed = "Message Attributes\nDocument Number: 1975ZENDA00417\n"
    (tmp_path / "a.tel").write_text(f"Message Text\n{text}\n{listed}")
    for name in ("a.json", "a.tel"):
        record = only(tmp_path / name)
        assert record.availability.name == expected
        assert (record.cable is not None) == (expected == "FULL")


def test_many_records_in_a_file(tmp_path: Path):
    names = ["01120", "01121", "01122"]
    text = "\f".join((HERE / f"1975ZENDA{name}.tel").read_text() for name in names)
    (tmp_path / "all.txt").write_text(text)
    records = list(ck.read(tmp_path / "all.txt"))
    assert [str(record.mrn) for record in records] == [f"75ZENDA{int(name)}" for name in names]
    assert [record.error for record in records] == [None] * 3


def test_attributes_before_the_text(tmp_path: Path):
    text, attributes = (HERE / "1975ZENDA01120.tel").read_text().split("   Message Attributes\n")
    swapped = f"Message Attributes\n{attributes}{text[text.index('   Message Text') :]}"
    (tmp_path / "a.tel").write_text(swapped)
    record = only(tmp_path / "a.tel")
    assert record.error is not None
    assert "offset 0: the attributes stand before the text" in record.error
    assert str(record.mrn) == "75ZENDA1120"
    assert record.metadata is not None
    assert record.metadata.id == "1975ZENDA01120"
    # Where other attributes follow, the text is theirs.
    (tmp_path / "b.tel").write_text(
        swapped + "Message Attributes\n" + attributes.replace("01120", "01125")
    )
    one, two = ck.read(tmp_path / "b.tel")
    assert (one.cable, one.error) == (None, None)
    assert two.cable is not None
    assert codes(two) == ["CK901"]


@pytest.mark.parametrize("indent", ["", " ", "  ", "   ", "\t"])
def test_attributes_may_be_set_in(tmp_path: Path, indent: str):
    text, attributes = (HERE / "1975ZENDA01120.tel").read_text().split("   Message Attributes\n")
    lines = "".join(f"{indent}{line.lstrip()}\n" for line in attributes.splitlines())
    (tmp_path / "a.tel").write_text(f"{text}   Message Attributes\n{lines}")
    assert only(tmp_path / "a.tel").metadata == only(HERE / "1975ZENDA01120.tel").metadata


def test_a_locator_that_is_wrong(tmp_path: Path):
    text = (HERE / "1975ZENDA01120.tel").read_text()
    (tmp_path / "a.tel").write_text(text.replace("TEXT ON-LINE, ON MICROFILM", "TEXT ON MICROFILM"))
    record = only(tmp_path / "a.tel")
    assert record.availability is Availability.FULL
    assert codes(record) == ["CK505"]


def test_a_plusd_page():
    record = only(HERE / "1975ZENDA01120_b.html")
    archived = only(HERE / "1975ZENDA01120.tel")
    assert record.text.strip() == archived.text.strip()
    metadata = record.metadata
    assert metadata is not None
    assert metadata.id == "1975ZENDA01120_b"
    assert str(metadata.mrn) == "75ZENDA1120"
    assert metadata.fields["Handling Restrictions"] == "-- N/A or Blank --"
    assert metadata.fields["Locator"] == "TEXT ON MICROFILM,TEXT ONLINE"
    assert [tag.code for tag in metadata.tags] == ["PFOR", "EAGR"]
    assert metadata.origin == "Ruritania Zenda"
    assert metadata.date_precision is DatePrecision.DAY
    assert metadata.classification == ck.Marking(level=ck.Level.CONFIDENTIAL)
    assert record.problems == ()


PLUSD = """\
<html><body><table>
<tr><td>Canonical ID:</td><td>1975ZENDA01120_b</td></tr>
<tr><td>Locator:</td><td>{locator}</td></tr>
<tr><td>Markings:</td><td>Jane Q. Roe Declassified/Released US Department of State EO Systematic
Review 05 JUL 2006</td></tr>
</table><a>Show Headers</a><pre>{text}</pre></body></html>
"""


def test_the_stamp_among_the_markings_says_when_a_record_was_released(tmp_path: Path):
    text = "UNCLAS ZENDA 1120\n\nSUBJ: TURNIPS\n\n1. TALKS ENDED.\n"
    (tmp_path / "a.html").write_text(PLUSD.format(locator="TEXT ON-LINE", text=text))
    fields = {"_id": "1975ZENDA01120", "body": text, "markings": "Released 05 JUL 2006"}
    (tmp_path / "a.json").write_text(json.dumps(fields))
    for name in ("a.html", "a.json"):
        metadata = only(tmp_path / name).metadata
        assert metadata is not None
        assert str(metadata.released) == "2006-07-05"


@pytest.mark.parametrize("text", ["-- N/A or Blank --", "n/a", ""])
def test_a_text_that_is_not_there(tmp_path: Path, text: str):
    (tmp_path / "a.html").write_text(PLUSD.format(locator="TEXT ON MICROFILM", text=text))
    record = only(tmp_path / "a.html")
    assert record.availability is Availability.TEXT_UNAVAILABLE
    assert record.cable is None
    assert record.problems == ()


def test_released_documents():
    first, second = ck.read(HERE / "foia.txt")
    assert (first.text + second.text) == (HERE / "foia.txt").read_text()
    assert first.metadata is not None
    assert second.metadata is not None
    assert [first.metadata.id, second.metadata.id] == ["C05000001", "C05000002"]
    assert first.metadata.mrn == ck.Mrn(year=2012, post="ZENDA", serial=417)
    assert first.metadata.date is not None
    assert first.metadata.date.isoformat() == "2012-04-03T15:12:00+00:00"
    assert str(first.metadata.released) == "2015-06-30"
    assert first.metadata.fields["RELEASE"] == "IN PART B1,1.4(B),B6"
    assert second.metadata.subject == "Turnip Prices"


@pytest.mark.parametrize("gap", [1, 8, 9, 200])
def test_page_heads_of_released_documents_may_have_wide_gaps(tmp_path: Path, gap: int):
    text = (HERE / "foia.txt").read_text().replace("No. ", f"No.{' ' * gap}")
    for word in ("Case", "Doc", "Date:"):
        text = text.replace(f"  {word}", f"{' ' * gap}{word}")
    (tmp_path / "a.txt").write_text(text)
    first, second = ck.read(tmp_path / "a.txt")
    assert first.text + second.text == text
    assert [record.metadata and record.metadata.id for record in (first, second)] == [
        "C05000001", "C05000002"
    ]  # fmt: skip
    assert first.metadata is not None
    assert str(first.metadata.released) == "2015-06-30"


# ------------------------------------------------------------------------ records and joining ----


def test_records_are_frozen_and_can_be_pickled():
    for name in ("07ZENDA417.html", "1975ZENDA01120.tel"):
        record = only(HERE / name)
        assert pickle.loads(pickle.dumps(record)) == record
        assert hash(record.metadata) == hash(pickle.loads(pickle.dumps(record.metadata)))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            record.error = "x"  # type: ignore[misc]


def test_posts_that_are_cut_or_redacted_do_not_disagree():
    cut = Metadata(mrn=ck.Mrn(year=1976, post="STRELS", serial=9))
    cable = ck.parse("UNCLAS STRELSAU 000009\n", year=1976)
    assert list(disagreements(cut, cable)) == []


def section(number: int, total: int, text: str) -> str:
    return (
        f"{HEAD}TO SECSTATE WASHDC\n\nC O N F I D E N T I A L SECTION {number:02} OF {total:02} ZENDA 000417\n\n"
        f"SIPDIS\n\nE.O. 12958: DECL: 04/03/2017\nTAGS: PREL\nSUBJECT: TURNIPS\n\n{text}\n\nNNNN\n"
    )


def test_sections_are_joined():
    whole = "1. (C) The Minister said that the quota would rise. He said the same in 2006."
    first, second = whole.split(" said the same")
    parts = [
        ck.parse(section(2, 3, f"said the same{second}\n\n2. (U) Two.")),
        ck.parse(section(3, 3, "3. (U) Three.\nROE")),
        ck.parse(section(1, 3, first)),
    ]
    cable = ck.join(parts)
    assert [p.number for p in cable.paragraphs] == [1, 2, 3]
    assert f"1. (C) {cable.paragraphs[0].text}" == whole
    assert cable.section == ck.Section(number=1, total=3)
    assert cable.signature == "ROE"
    assert cable.subject == "TURNIPS"
    assert len(cable.tags) == 1


HEADER = f"VZCZCXRO3981\nPP RUEHC\nDE RUEHZZ #0418/02 0931512\nZNR UUUUU ZZH\n{HEAD}TO SECSTATE WASHDC\n\n"
FIELDS = "E.O. 12958: N/A\nTAGS: PREL\n\n"


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "SIPDIS\n\n",
        f"SIPDIS\n\n{FIELDS}",
        f"SENSITIVE\nSIPDIS\n\n{FIELDS}SUBJECT: TURNIPS AND\nBEETS\n\nREF: STRELSAU 88\n\n",
        "EXDIS\n\nDEPT FOR EUR\n\n",
    ],
)
@pytest.mark.parametrize("header", ["", HEADER])
@pytest.mark.parametrize(
    "rest",
    [
        "have ended.",
        "have ended and the harvest was good this year, which the Minister\nsaid was no accident.",
        "(b) second item.",
    ],
)
def test_a_further_section_goes_on_without_a_subject(header: str, heading: str, rest: str):
    line = "UNCLAS SECTION {:02} OF 02 ZENDA 000417\n\n"
    subject = "SUBJECT: TURNIPS AND\nBEETS\n\nREF: STRELSAU 88\n\n"
    fields = f"SENSITIVE\nSIPDIS\n\n{FIELDS}{subject}"
    first = f"{HEADER}{line.format(1)}{fields}1. (U) The talks\n"
    second = f"{header}{line.format(2)}{heading}{rest}\n\n2. (U) More.\n"
    cable = ck.join([ck.parse(first), ck.parse(second)])
    expected = f"The talks {' '.join(rest.split())}"
    assert [" ".join(p.text.split()) for p in cable.paragraphs] == [expected, "More."]
    assert [mark.kind.name for mark in cable.page_marks] == ["SECTION"]


@pytest.mark.parametrize(
    "foot", ["", "\nCONFIDENTIAL\n\n\nNNNN\n", "BT\n#4417\n\nNNNN\n", "\nNNN\n", "\nCONFIDENTIAL\n"]
)
def test_the_foot_of_a_section_stands_in_no_sentence(foot: str):
    text = (
        "CONFIDENTIAL\n\nPAGE 01  ZENDA  04417  0{0} OF 02  151640Z\n\nR 151530Z SEP 75\n"
        "FM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\n"
        "C O N F I D E N T I A L SECTION {0} OF 2 ZENDA 4417\n{1}\n" + foot
    )
    first = ck.parse(text.format(1, "\nSUBJ: TURNIPS\n\n1. ONE.\n\n2. THE MINISTER WAS"))
    cable = ck.join([first, ck.parse(text.format(2, "ANGRY AND LEFT.\n3. HE CAME BACK."))])
    told = [(p.number, p.text) for p in cable.paragraphs]
    assert told == [(1, "ONE."), (2, "THE MINISTER WAS ANGRY AND LEFT."), (3, "HE CAME BACK.")]
    assert cable.passing_instructions == ()


LINES = st.sampled_from(
    [
        "", "SIPDIS", "EXDIS", "DEPT FOR EUR", "TAGS: PREL, EAGR", "E.O. 12958: N/A", "SUBJECT: BEETS",
        "REF: STRELSAU 88", "have ended.", "(b) second item.", "2. (U) More.", "FOOD", "------",
        "The Minister said that the quota would rise before the harvest, and that he", "ROE",
        "-- turnips;", "A. STRELSAU 88", "ZENDA 00000417  002 OF 003",
    ]
)  # fmt: skip


@given(st.lists(st.lists(LINES, max_size=8), min_size=1, max_size=3))
def test_joining_loses_no_word(sections: list[list[str]]):
    total = len(sections) + 1
    first = (
        f"UNCLAS SECTION 01 OF {total:02} ZENDA 000417\n\nSUBJECT: TURNIPS\n\n1. (U) The talks\n"
    )
    texts = [
        "\n".join([f"UNCLAS SECTION {n:02} OF {total:02} ZENDA 000417", *lines, ""])
        for n, lines in enumerate(sections, 2)
    ]
    cable = ck.join([ck.parse(text) for text in (first, *texts)])
    held = covered(cable.source, cable)
    words = list(WORD.finditer(cable.source))
    assert {w for text in texts for w in WORD.findall(text)} <= {word[0] for word in words}
    assert [word[0] for word in words if 0 in held[word.start() : word.end()]] == []


def test_joining_names_what_is_missing_or_twice():
    one, three = section(1, 3, "1. (C) One."), section(3, 3, "3. (C) Three.")
    records = [
        Record(cable=ck.parse(t), text=t) for t in (one, three, three.replace("Three", "Tree"))
    ]
    record = ck.join(records)
    assert codes(record) == ["CK908", "CK907"]
    assert record.problems[1].message == "section 2 of 3 is missing"
    assert record.cable is not None
    assert record.text == record.cable.source
    with pytest.raises(ValueError, match="parts of different messages: 07ZENDA417 and 07ZENDA418"):
        ck.join([ck.parse(one), ck.parse(three.replace("417", "418"))])
    with pytest.raises(ValueError, match="nothing to join"):
        ck.join(list[Record]())
    with pytest.raises(ValueError, match="without text"):
        ck.join([Record()])


def test_kinds_are_named():
    assert len(SOURCES) == 7
    with pytest.raises(
        ValueError, match="'xml' is no kind of source; choose one of text, cablegate, csv"
    ):
        ck.read(HERE, source="xml")  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        ck.read(HERE, encoding="klingon")
