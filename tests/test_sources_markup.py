"""The text of any page is kept to the character, and its labels are read with lxml and without."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import cablekit as ck
from cablekit.model import Record
from cablekit.sources import around, markup

HERE = Path(__file__).resolve().parent / "sources"
PLUSD = HERE / "1975ZENDA01120_b.html"
CABLEGATE = HERE / "07ZENDA417.html"

OTHER_PAGE = """<!DOCTYPE html><HTML><HEAD><TITLE>A cable</TITLE>
<script>document.write("<pre>no</pre>")</script></HEAD><BODY class="x"><!-- <pre>no</pre> -->
<P>From the archive of the legation<PRE title='a > b' id="c">
UNCLAS ZENDA 000417

SIPDIS

E.O. 12958: N/A
TAGS: <A href="x">EAGR</a>, PREL
SUBJECT: TURNIPS &amp; QUOTAS &lt;FINAL&gt;

1. (U) The text names <Rudolf Loe>, a &quot;farmer<br>of turnips&#34;.

ROE
</PRE><p>Back<!-- <pre> --></BODY></HTML>"""


def only(path: Path) -> Record:
    (record,) = ck.read(path)
    return record


def texts(page: str) -> tuple[list[str], bool]:
    (found,) = markup.outlines(page)
    return found.texts, found.cut


def written(folder: Path, page: str) -> Path:
    path = folder / "a.html"
    path.write_bytes(page.encode("utf-8", "surrogateescape"))
    return path


@pytest.fixture
def no_lxml(monkeypatch: pytest.MonkeyPatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "lxml" else found(name)
    )
    monkeypatch.setattr(around, "parsed", None)


def test_a_page_of_no_known_archive(tmp_path: Path):
    record = only(written(tmp_path, OTHER_PAGE))
    assert record.error is None
    assert record.problems == ()
    assert record.text.startswith("UNCLAS ZENDA 000417\n\nSIPDIS\n")
    assert record.text.endswith('names <Rudolf Loe>, a "farmer\nof turnips".\n\nROE\n')
    assert record.cable is not None
    assert record.cable.subject == "TURNIPS & QUOTAS <FINAL>"
    assert [tag.code for tag in record.cable.tags] == ["EAGR", "PREL"]


def test_a_page_of_no_known_archive_that_is_cut_off(tmp_path: Path):
    path = written(tmp_path, OTHER_PAGE[: OTHER_PAGE.index("</PRE>")])
    record = only(path)
    assert record.error == f"{path}: offset 0: the page ends inside the text"
    assert record.cable is not None
    assert record.cable.subject == "TURNIPS & QUOTAS <FINAL>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("", ""),
        ("A\r\nB", None),
        ("A<pre>B</pre>C", "ABC"),
        ("A<table><tr><td>B</td></tr></table>C<ul><li>D</ul>E<hr>F<div>G</div>H", "ABCDEFGH"),
        ("A<!-- <pre> -->B", "AB"),
        ("A <!-- B", None),
        ("A<![CDATA[B]]>C <!x> <!DOCTYPE D> <?y?> </ E> </> F < G<H", None),
        ("<Roe> </Roe> <X-1> <SECTION 2> <MENU> <FRAME> <FORM> <BODY> <HEAD> <select>", None),
        ("A <TITLE> B <SCRIPT> C <style> D <textarea> E <title>F</title>", None),
        ("<CENTER FOR TURNIPS> <A SENIOR OFFICIAL> <SMALL ARMS> <I SAY NO> <P 1> </A B>", None),
        ("<PRE EMPTIVE> <TD OR NOT> <BR EAD> <B, C> <a b.c> <U S A=B>", None),
        ("<B>A</B><P>B<br/><I ><U />C</i ><a href=x y>D</a><a b='>'>E</a><td nowrap>F", "AB\nCDEF"),
        ("<td nowrap width=3>A<HR NOSHADE><ul compact/>B<font\ncolor = 'x' size=2>C", "ABC"),
        ("<REF:A> <MAILTO:X@Y.GOV> <http://a.b/c> <a@b.c>", None),
        ("A</body></html>B", None),
        ("A</p></div></b>B", "AB"),
        ("A <P B C\nD", None),
        ("A\x00B\x01C\x0cD\x85E\x96F\U00100001G\udcffH", None),
        (
            "A&#x000A;B&amp;lt;C&nbsp;D&#150;E &AMP F&#x100001;",
            "A\nB&lt;C\xa0D\u2013E & F\U00100001",
        ),
        ("A&#" + "1" * 5000 + ";B", "A\ufffdB"),
    ],
)
def test_nothing_in_a_text_is_lost(tmp_path: Path, inside: str, text: str | None):
    text = inside if text is None else text
    for outer in ("<p>", "<div><b>", "<textarea>", "<?xml version='1.0'?><title>"):
        page = f"{outer}x<PRE id=a>\n{inside}</PRE></b></div>y"
        assert texts(page) == ([text], False)
    page = f"<html><p>Canonical ID:<br>75ZENDA1120<pre>UNCLAS {inside}</pre></html>"
    assert only(written(tmp_path, page)).text == f"UNCLAS {text}"


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        ("<SCRIPT>x = '<pre>A</pre>'</SCRIPT><pre>B</pre>", ["B"]),
        ("<style>x <pre></STYLE ><pre>B</pre>", ["B"]),
        ("<head><title><pre></title></head><header><pre>B</pre></header>", ["B"]),
        ("<pre-x>A</pre-x><pre/><pre>B</pre><prefix>C", ["B"]),
        ("<script><pre>B</pre>", ["B"]),
        ("</pre>A<pre>B</pre></pre>", ["B"]),
        ("<pre>A</pre>-<pre>B</pre>", ["A", "B"]),
        ("<pre a='>B</pre>", ["B"]),
        ("<pre>A <!-- B</pre> C --> <pre>D</pre>", ["A <!-- B", "D"]),
    ],
)
def test_which_elements_are_texts(page: str, blocks: list[str]):
    assert texts(page) == (blocks, False)


def test_labels_are_the_same_with_and_without_the_parser(monkeypatch: pytest.MonkeyPatch):
    (page,) = markup.outlines(PLUSD.read_text(encoding="utf-8"))
    outside = page.around
    assert around.words(outside) == around.parsed(outside)
    assert "".join(around.parsed(outside)).split() == "".join(around.scanned(outside)).split()


@pytest.mark.parametrize(
    "start",
    [
        *("<!-- nav ", "<textarea>", "<xmp>", "<PLAINTEXT>", "<iframe>", "<title>", "<script>"),
        *("<style>", "<noframes x=y>", "<div title='a>"),
    ],
)
def test_nothing_above_the_labels_hides_them(tmp_path: Path, start: str):
    page = PLUSD.read_text(encoding="utf-8")
    page = page.replace("<table>", f"{start}<table>").replace("Ruritania Z", "A <roe@a.invalid> <Z")
    first, record = only(PLUSD).metadata, only(written(tmp_path, page)).metadata
    assert first is not None
    assert record is not None
    assert record.fields["From"] == "A <roe@a.invalid> <Zenda"
    assert {**record.fields, "From": "Ruritania Zenda"} == first.fields


def test_a_page_is_read_where_the_parser_is_missing(no_lxml, tmp_path: Path):
    record = only(PLUSD)
    assert record.metadata is not None
    assert record.metadata.id == "1975ZENDA01120_b"
    assert record.cable is not None


def test_the_texts_of_real_pages_are_what_stands_between_two_strings(shared_corpus: Path):
    for path in sorted((shared_corpus / "dev").glob("*.html")):
        page = path.read_text(encoding="utf-8")
        marked = [part.split("</pre></code>")[0] for part in page.split("<code><pre>")[1:]]
        assert texts(page) == ([markup.plain(block) for block in marked], False)


def _upper(page: str) -> str:
    return re.sub(r"</?(?:pre|code|table|h3|t[hdr]|a href)\b", lambda tag: tag[0].upper(), page)


VARIANTS = {
    "upper case": _upper,
    "attributes": lambda page: page.replace("<pre>", '<pre class="x">'),
    "one line end": lambda page: page.replace("<code><pre>", "<code>\n<pre>", 1),
    "line ends": lambda page: page.replace("</pre></code>", "</pre>\n</code>"),
    "no code": lambda page: page.replace("<code>", "").replace("</code>", ""),
    "remark": lambda page: page.replace("<h3>", "<!-- <code><pre>OLD</pre></code> -->\n<h3>"),
    "remark before": lambda page: page.replace(
        "<table", "<!-- <table class='cable'><td>OLD</td></table> --><table"
    ),
}


@pytest.mark.parametrize("change", VARIANTS.values(), ids=VARIANTS)
def test_a_cablegate_page_may_be_written_in_other_ways(
    tmp_path: Path, change: Callable[[str], str]
):
    page = CABLEGATE.read_text(encoding="utf-8")
    first, other = only(CABLEGATE), only(written(tmp_path, change(page)))
    assert change(page) != page
    assert (other.text, other.metadata) == (first.text, first.metadata)
    assert (other.problems, other.error) == ((), None)


@pytest.mark.parametrize(
    "start",
    [
        *("<!-- saved from url=(0022)http://zenda.invalid/ -->\n", "<title>x</title>", "\n" * 300),
        *('<meta charset="utf-8">', "<p>", "<h1 >Zenda</h1>", "<CENTER>", "<font size=2>"),
        *("<script>1</script>", "<link rel=x>", "<a\nname=top></a>", "<br/>", "<b>", "<section>"),
    ],
)
def test_a_page_is_known_by_what_it_begins_with(tmp_path: Path, start: str):
    for path in (CABLEGATE, PLUSD):
        page = path.read_text(encoding="utf-8")
        first = only(path)
        record = only(written(tmp_path, start + page[page.index("<body>") + 6 :]))
        assert (record.text, record.metadata) == (first.text, first.metadata)


@pytest.mark.parametrize(
    "start", ["<SECRET>", "<A SENIOR OFFICIAL>", "<CENTER FOR TURNIPS>", "<MAIN POINTS>", "< "]
)
def test_a_text_is_no_page(tmp_path: Path, start: str):
    text = f"{start}\n\nUNCLAS ZENDA 000417\n\nSUBJECT: TURNIPS\n\n1. (U) Talks ended.\n"
    assert only(written(tmp_path, text)).text == text


def test_a_heading_that_the_mirror_does_not_have(tmp_path: Path):
    page = CABLEGATE.read_text(encoding="utf-8")
    start, end = page.index("<pre>") + 5, page.index("</pre>")
    record = only(written(tmp_path, f"{page[:start]}null{page[end:]}"))
    assert record.text.startswith("C O N F I D E N T I A L ZENDA")


def test_several_pages_in_a_file_are_several_records(tmp_path: Path):
    cablegate, plusd = (path.read_text(encoding="utf-8") for path in (CABLEGATE, PLUSD))
    other = cablegate.replace("417", "418").replace("Talks go", "Ruritania goes")
    path = written(tmp_path, f"{cablegate}\n{other}{plusd}")
    records = list(ck.read(path))
    singles = [only(written(tmp_path, page)) for page in (cablegate, other, plusd)]
    assert [record.text for record in records] == [single.text for single in singles]
    assert [record.metadata for record in records] == [single.metadata for single in singles]
    assert [record.error for record in records] == [None] * 3
    begins = [0, len(cablegate.encode()) + 1, len((cablegate + other).encode()) + 1]
    assert [record.offset for record in records] == begins
    # Without the elements around, the titles part them.
    inner = [page[page.index("<h3>") : page.index("</body>")] for page in (cablegate, other)]
    assert [record.text for record in ck.read(written(tmp_path, "".join(inner)))] == [
        single.text for single in singles[:2]
    ]


def test_no_text_of_a_page_is_dropped_for_another(tmp_path: Path):
    page = PLUSD.read_text(encoding="utf-8")
    whole = only(PLUSD).text
    start = page.index("C O N F I D E N T I A L ZENDA")
    parted = only(written(tmp_path, f"{page[:start]}</pre><p><pre>{page[start:]}"))
    assert parted.text.split() == whole.split()
    assert str(parted.mrn) == "75ZENDA1120"
    assert parted.cable is not None
    assert parted.cable.transmission is not None
    # The text as the archive had it may stand below, and a cable may quote a key.
    body = whole[whole.index("1. MINISTER") :]
    again = page.replace("</body>", f"<pre>{whole}</pre><pre>\n{body}</pre></body>")
    assert only(written(tmp_path, again)).text == whole
    quoted = page.replace("AT HIS REQUEST", "AND WROTE -----BEGIN PGP")
    assert "WROTE -----BEGIN PGP" in only(written(tmp_path, quoted)).text


@pytest.mark.parametrize(
    ("written_as", "join"),
    [
        ("<div>{}</div>", "\n"), ("{}", "<br>\n"), ("{}", "<BR/>"), ("<p>{}</p>", "</p>\n<P>"),
        ("<div>{}</div>", "</div><div class='x'>"), ("<ul><li>{}</ul>", "<li>"),
        ("<table><tr><td>{}</td></tr></table>", "</td></tr><tr><td>"),
    ],
)  # fmt: skip
def test_a_text_in_no_pre_element_keeps_its_lines_and_words(
    tmp_path: Path, written_as: str, join: str
):
    page = PLUSD.read_text(encoding="utf-8")
    lines = [line for line in only(PLUSD).text.split("\n") if line.strip()]
    lines[-2:] = ["<SECRET> <TITLE> <I SAY NO> <roe@zenda.invalid> & <B>MORE</B>"]
    text = written_as.format(join.join(lines).replace("&", "&amp;"))
    record = only(written(tmp_path, f"{page[: page.index('<pre>CONF')]}{text}</body></html>"))
    lines[-1] = "<SECRET> <TITLE> <I SAY NO> <roe@zenda.invalid> & MORE"
    assert [line.rstrip() for line in record.text.strip().split("\n")] == lines
    assert record.cable is not None
    assert record.cable.subject == "RURITANIAN TURNIP QUOTAS"


@pytest.mark.parametrize(
    "page",
    [
        "<html><html><body><pre>A</pre></body></html></html>",
        "<html><pre>A</pre></html><html><body>Contact</body></html>",
        "<html><pre>A</pre><!-- <html> --><script>'<html>'</script></html>",
        "<html><pre>A <html> </pre></html>",
    ],
)
def test_what_is_no_second_page(page: str):
    assert len(markup.outlines(page)) == 1


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<div></b>",
            "<b>",
            "<a ",
            "<!--",
            "<pre>",
            "</pre>",
            "</",
            "<a href='",
            "&#",
            "&#0",
            "<x",
        ),
        *("<![CDATA[", "<header>", "<head>", "<script>", "<pre><!--", "<pre a='", '<a "', "1"),
    ],
)
@pytest.mark.parametrize("start", ["", "<pre>", "<pre>&#"])
def test_hostile_markup_takes_time_in_proportion(start: str, piece: str):
    page = start + piece * 200_000
    before = time.process_time()
    outside = "".join(found.around for found in markup.outlines(page))
    around.scanned(outside)
    around.prose(outside)
    with contextlib.suppress(around.MarkupError):
        around.parsed(outside)
    # Quadratic, the first of them took 37 s on the machine that does this in 0.5.
    assert time.process_time() - before < 5


@pytest.mark.parametrize("page", ["<div>" * (around.MAX_DEPTH + 1) + "Origin", "Origin \udcff"])
def test_what_the_parser_cannot_read_is_left_to_the_pattern(page: str):
    with pytest.raises(around.MarkupError, match=r"more than 500 deep|surrogates not allowed"):
        around.parsed(page)
    assert around.words(page) == around.scanned(page)
