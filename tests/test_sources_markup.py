"""Pages are read the same with a parser of HTML and without; those of no known archive, too."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

import cablekit as ck
from cablekit.model import Record
from cablekit.sources import markup, pages

HERE = Path(__file__).resolve().parent / "sources"
PAGE = (HERE / "07ZENDA417.html").read_text(encoding="utf-8")


def only(path: Path) -> Record:
    (record,) = ck.read(path)
    return record


@pytest.fixture(params=["lxml", "pattern"])
def way(request, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read pages with the parser, and as if it were not installed."""
    if request.param == "pattern":
        monkeypatch.setattr(markup, "installed", lambda: False)
        monkeypatch.setattr(pages, "installed", lambda: False)
    return request.param


OTHER_PAGE = """<!DOCTYPE html><HTML><HEAD><TITLE>A cable</TITLE>
<script>document.write("<pre>no</pre>")</script></HEAD><BODY class="x"><!-- <pre>no</pre> -->
<P>From the archive of the legation<PRE class='cable' id="c">
UNCLAS ZENDA 000417

SIPDIS

E.O. 12958: N/A
TAGS: <A href="x">EAGR</a>, PREL
SUBJECT: TURNIPS &amp; QUOTAS &lt;FINAL&gt;

1. (U) The text names <Rudolf Loe>, a &quot;farmer<br>of turnips&#34;.

ROE
</PRE><p>Back</BODY></HTML>"""


def test_a_page_of_no_known_archive(way: str, tmp_path: Path):
    (tmp_path / "a.html").write_text(OTHER_PAGE, encoding="utf-8")
    record = only(tmp_path / "a.html")
    assert record.error is None
    assert record.text.startswith("UNCLAS ZENDA 000417\n\nSIPDIS\n")
    assert record.text.endswith('names <Rudolf Loe>, a "farmer\nof turnips".\n\nROE\n')
    assert record.cable is not None
    assert record.cable.subject == "TURNIPS & QUOTAS <FINAL>"
    assert [tag.code for tag in record.cable.tags] == ["EAGR", "PREL"]
    told = [problem.code for problem in record.problems]
    assert told == ([] if way == "lxml" else ["CK513"])


def test_what_a_parser_would_replace_is_kept(tmp_path: Path):
    text = "UNCLAS ZENDA 000417\n\n1. (U) A\x00B\x01C\x0cD\x85E\x96F\n"
    data = f"<pre id=a>{text}".encode() + b"a byte: \xff</pre>"
    (tmp_path / "a.html").write_bytes(b"<html>" + data)
    assert only(tmp_path / "a.html").text == text + "a byte: \udcff"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("A\r\nB", "A\nB"),
        ("A<table><tr><td>B</td></tr></table>C<ul><li>D</ul>E<hr>F<div>G</div>H", "ABCDEFGH"),
        ("A<pre>B</pre>C", "ABC"),
        ("A<!-- <pre> -->B", "AB"),
        ("A<![CDATA[B]]>C <!x> <?y?> <Roe> </Roe> <X-1> D < E<F", None),
        ("A&#x000A;B&amp;lt;C&nbsp;D&#150;E", "A\nB&lt;C\xa0D\u2013E"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("read", [markup.parsed, markup.scanned])
def test_nothing_in_a_block_is_lost(read, inside: str, text: str | None):
    page = f"<?xml version='1.0'?><!DOCTYPE html><html><p>x<PRE id=a>\n{inside}</PRE><p>y"
    outline = read(page)
    assert outline.blocks == [inside if text is None else text]
    assert not outline.cut


@pytest.mark.parametrize(
    "head", ["<title>t</title>", "<head><title>t</title>", "<head><meta x><style>p</style></head>"]
)
@pytest.mark.parametrize("read", [markup.parsed, markup.scanned])
def test_a_page_without_a_body_element(read, head: str):
    assert read(f"<html>{head}<pre id=a>UNCLAS</pre>").blocks == ["UNCLAS"]


def test_characters_of_the_private_plane_are_kept(tmp_path: Path):
    page = "<html><pre id=a>UNCLAS \U00100001&#x100001;&#1048577;</pre>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert only(tmp_path / "a.html").text == "UNCLAS " + 3 * "\U00100001"


def test_a_page_of_no_known_archive_that_is_cut_off(way: str, tmp_path: Path):
    (tmp_path / "a.html").write_text(OTHER_PAGE[: OTHER_PAGE.index("</PRE>")], encoding="utf-8")
    (record,) = ck.read(tmp_path / "a.html")
    assert record.error == f"{tmp_path / 'a.html'}: offset 0: the page ends inside the text"
    assert record.cable is not None
    assert record.cable.subject == "TURNIPS & QUOTAS <FINAL>"


def test_pages_are_the_same_with_and_without_the_parser(monkeypatch: pytest.MonkeyPatch):
    for name in ("07ZENDA417.html", "1975ZENDA01120_b.html"):
        page = (HERE / name).read_text(encoding="utf-8")
        seen, scanned = markup.parsed(page), markup.scanned(page)
        assert seen.blocks == scanned.blocks
        with_parser = only(HERE / name)
        monkeypatch.setattr(markup, "installed", lambda: False)
        assert only(HERE / name) == with_parser
        monkeypatch.undo()
    marked, cut = pages.blocks(PAGE)
    assert markup.parsed(PAGE)[1:] == ([pages.plain(block) for block in marked], cut)


def test_real_pages_are_what_the_parser_sees(shared_corpus: Path):
    for path in sorted((shared_corpus / "dev").glob("*.html")):
        page = path.read_text(encoding="utf-8")
        marked, cut = pages.blocks(page)
        assert markup.parsed(page)[1:] == ([pages.plain(block) for block in marked], cut)


@pytest.mark.parametrize(
    "piece",
    ["<div></b>", "<b>", "<a ", "<!--", "<pre>", "</", "<a href='", "&#", "<x", "<![CDATA["],
)
def test_hostile_markup_takes_time_in_proportion(piece: str):
    before = time.process_time()
    with contextlib.suppress(markup.MarkupError):
        markup.parsed(piece * 200_000)
    markup.scanned(piece * 200_000)
    # Quadratic, the first of them took 37 s on the machine that does this in 0.2.
    assert time.process_time() - before < 5


def test_elements_too_deep_in_one_another_leave_the_page_to_the_pattern(tmp_path: Path):
    page = "<html>" + "<div>" * (markup.MAX_DEPTH + 1) + OTHER_PAGE
    with pytest.raises(markup.MarkupError, match="more than 500 deep"):
        markup.parsed(page)
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert only(tmp_path / "a.html").text.startswith("UNCLAS ZENDA")
