"""The vocabularies: complete, consistent, and read only when asked for."""

import csv
import itertools
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from cablekit import vocabulary

DATA = Path(vocabulary.__file__).parent.parent / "data"
HEADERS = {
    "tags": "code,kind,name,era,note,source",
    "tag_fields": "letter,name,source",
    "levels": "code,level,meaning,source",
    "caveats": "code,written,meaning,source",
    "captions": "caption,kind,aliases,meaning,source",
    "signals": "code,kind,meaning,source",
    "precedences": "word,letter,rank,meaning,source",
    "executive_orders": "number,signed,from,to,note,source",
    "exemptions": "code,order,meaning,source",
    "reasons": "letter,meaning,source",
    "leads": "code,role,source",
    "months": "abbreviation,number,written,source",
    "posts": "name,plad,aliases,country,source",
}
KINDS = {"SUBJECT", "GEOGRAPHIC", "PROGRAM", "ORGANIZATION"}
LEVELS = {"UNCLASSIFIED", "SBU", "LOU", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP_SECRET"}
ROLES = {"SUMMARY", "COMMENT", "ACTION_REQUEST", "NOTE", "INTRODUCTION", "BACKGROUND", "OTHER"}
CAPTION_KINDS = {"DISTRIBUTION", "CHANNEL", "PROGRAM", "DISSEMINATION", "ADMINISTRATIVE", "NOTE"}


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def tag(code):
    entry = vocabulary.tag(code)
    assert entry is not None, code
    return entry


def tags():
    return [tag(row[0]) for row in rows("tags")[1:]]


@pytest.mark.parametrize("name", HEADERS)
def test_file_is_well_formed(name):
    header, *body = rows(name)
    assert ",".join(header) == HEADERS[name]
    assert body
    assert {len(row) for row in body} == {len(header)}
    assert [cell for row in body for cell in row if cell != cell.strip()] == []
    keys = Counter(row[0] for row in body)
    assert [key for key, count in keys.items() if count > 1 or not key] == []
    assert [row for row in body if not row[-1]] == [], "every row names its source"
    raw = (DATA / f"{name}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


@pytest.mark.parametrize(
    ("name", "column"),
    [("caveats", 1), ("captions", 2), ("months", 2), ("posts", 2)],
)
def test_no_written_form_stands_for_two_entries(name, column):
    written = [
        form for row in rows(name)[1:] for form in {row[0], *filter(None, row[column].split("|"))}
    ]
    assert [form for form, count in Counter(written).items() if count > 1] == []


def test_tags_are_of_known_kinds_and_sizes():
    found = Counter(entry.kind for entry in tags())
    assert set(found) == KINDS
    assert found["SUBJECT"] > 120
    assert found["GEOGRAPHIC"] > 240
    assert found["PROGRAM"] > 50
    assert found["ORGANIZATION"] > 590


def test_tag_codes_fit_their_kind():
    for entry in tags():
        assert entry.code == entry.code.upper()
        if entry.kind == "GEOGRAPHIC":
            assert len(entry.code) == 2
        if entry.kind == "PROGRAM":
            assert entry.code[0] == "K"
            assert len(entry.code) == 4


def test_tag_names_are_names():
    for entry in tags():
        assert entry.name != ""
        for mark in ("?", ";", "mis-", "seen", "older", "unofficial"):
            assert mark not in (entry.name or ""), entry


def test_notes_point_to_tags():
    marks = ("see ", "misspelling of ", "older code ", "earlier ", "later ")
    for entry in tags():
        for part in entry.note.split(";"):
            for mark in marks:
                before, found, after = part.strip().partition(mark)
                target = after.split(",")[0].split(" and ")[0]
                if found and not before and target.isupper():
                    assert vocabulary.tag(target), entry


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AS", "Australia"), ("AU", "Austria"), ("BA", "Bahrain"), ("BK", "Bosnia and Herzegovina"),
        ("CH", "China"), ("CI", "Chile"), ("EI", "Ireland"), ("EN", "Estonia"), ("ES", "El Salvador"),
        ("EZ", "Czech Republic"), ("FR", "France"), ("GB", "Gabon"), ("GG", "Georgia"), ("GM", "Germany"),
        ("IN", "India"), ("IR", "Iran"), ("IZ", "Iraq"), ("JA", "Japan"), ("KN", "North Korea"),
        ("KS", "South Korea"), ("LG", "Latvia"), ("LH", "Lithuania"), ("MO", "Morocco"), ("MR", "Mauritania"),
        ("NG", "Niger"), ("NI", "Nigeria"), ("RS", "Russia"), ("SF", "South Africa"), ("SP", "Spain"),
        ("SW", "Sweden"), ("TD", "Trinidad and Tobago"), ("TS", "Tunisia"), ("TU", "Turkey"),
        ("UK", "United Kingdom"), ("UP", "Ukraine"), ("VM", "Vietnam"), ("AE", "United Arab Emirates"),
    ],
)  # fmt: skip
def test_country_codes_are_fips_not_iso(code, name):
    entry = tag(code)
    assert (entry.kind, entry.name) == ("GEOGRAPHIC", name)


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        ("EUN", "ORGANIZATION", "European Union"),
        ("nato", "ORGANIZATION", "North Atlantic Treaty Organization"),
        ("OPEC", "ORGANIZATION", "Organization of the Petroleum Exporting Countries"),
        ("UNGA/C-1", "ORGANIZATION", "United Nations General Assembly, First Committee"),
        ("KANU", "ORGANIZATION", "Kenya African National Union"),
        ("BA'ATH", "ORGANIZATION", "Ba'ath Party"),
        ("KTIP", "PROGRAM", "Trafficking in persons"),
        ("KAWK", "PROGRAM", None),
        ("PGOV", "SUBJECT", "Internal Governmental Affairs"),
        ("PFOR", "SUBJECT", "Foreign policy and relations"),
    ],
)
def test_known_tags(code, kind, name):
    entry = tag(code)
    assert (entry.kind, entry.name) == (kind, name)
    assert vocabulary.tag_kind(code) == kind


def test_tags_of_the_seventies_have_their_era():
    assert tag("PFOR")[3:5] == ("1973-1990", "see PREL")
    assert tag("PREL").era == ""


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("QQ", "GEOGRAPHIC"), ("kzzz", "PROGRAM"), ("K9ZZ", "PROGRAM"), ("PZZZ", "SUBJECT"),
        ("ZZZZ", "ORGANIZATION"), ("P9ZZ", "ORGANIZATION"), ("IRAQI FREEDOM", "ORGANIZATION"),
        ("ROE, JANE Q.", "PERSON"), ("", "UNKNOWN"), ("X", "UNKNOWN"), ("--", "UNKNOWN"),
        ("Z" * 21, "UNKNOWN"), ("(ROE)", "UNKNOWN"), ("ÉÉ", "UNKNOWN"), ("\u0663\u0664\u0665", "UNKNOWN"),
    ],
)  # fmt: skip
def test_kind_of_unknown_tags_follows_their_shape(code, kind):
    assert vocabulary.tag(code) is None
    assert vocabulary.tag_kind(code) == kind


@pytest.mark.parametrize(
    ("code", "field"),
    [("PREL", "Political affairs"), ("mzzz", "Military and defense"), ("OPEC", None), ("IR", None)],
)
def test_tag_field(code, field):
    assert vocabulary.tag_field(code) == field


def test_every_official_subject_has_a_field():
    official = [t for t in tags() if t.kind == "SUBJECT" and t.source.startswith("5 FAH")]
    assert all(vocabulary.tag_field(entry.code) for entry in official)


def test_values_are_of_the_known_sets():
    assert set(vocabulary.levels().values()) == LEVELS
    assert set(vocabulary.leads().values()) == ROLES
    assert {c.kind for c in vocabulary.captions().values()} == CAPTION_KINDS
    assert {s.kind for s in vocabulary.signals().values()} == {"OPERATING", "BODY"}
    assert "".join(vocabulary.reasons()) == "ABCDEFGH"


def test_levels_and_caveats():
    assert vocabulary.levels()["TS"] == "TOP_SECRET"
    assert vocabulary.levels()["UNCLAS"] == "UNCLASSIFIED"
    assert {f for f, code in vocabulary.caveats().items() if code == "NOFORN"} >= {
        "NF",
        "N",
        "NOFORN",
    }


def test_captions():
    captions = vocabulary.captions()
    assert captions["SIPDIS"].kind == "DISSEMINATION"
    assert captions["AGRÉMENT CHANNEL"] is captions["AGREMENT CHANNEL"]
    assert all(c.kind == "CHANNEL" for form, c in captions.items() if form.endswith(" CHANNEL"))


def test_leads_with_a_summary_are_summaries():
    leads = vocabulary.leads()
    assert {role for lead, role in leads.items() if "SUMMARY" in lead} == {"SUMMARY"}
    assert leads["EMBASSY COMMENT"] == "COMMENT"
    assert leads["BIO NOTE"] == "NOTE"
    assert leads["ACTION REQUESTED"] == "ACTION_REQUEST"


def test_precedences_rank_from_deferred_to_flash():
    entries = vocabulary.precedences()
    assert [entries[x].word for x in "DRPOZ"] == [
        "DEFERRED", "ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH",
    ]  # fmt: skip
    ranks = [entries[word].rank for word in vocabulary.words("precedences")]
    assert sorted(ranks) == list(range(len(ranks)))
    assert entries["FLASH"].rank > entries["NIACT IMMEDIATE"].rank > entries["IMMEDIATE"].rank


def test_executive_orders_follow_one_another_without_a_gap():
    orders = vocabulary.executive_orders()
    chain = [orders[n] for n in ("10501", "11652", "12065", "12356", "12958", "13526")]
    for earlier, later in itertools.pairwise(chain):
        assert earlier.end is not None
        assert earlier.end + timedelta(days=1) == later.start
        assert later.signed <= later.start
    assert orders["12065"].start == date(1978, 12, 1)
    assert orders["13526"].end is None


def test_exemptions_belong_to_an_order():
    assert {e.order for e in vocabulary.exemptions().values()} <= set(vocabulary.executive_orders())
    assert {"GDS", "XGDS-4", "OADR", "MR", "X8", "25X9", "50X1-HUM"} <= set(vocabulary.exemptions())


def test_months():
    months = vocabulary.months()
    assert set(months.values()) == set(range(1, 13))
    assert months["SEPT"] == months["SEP"] == months["SEPTEMBER"] == 9
    assert months["JUNE"] == 6
    assert months["JULY"] == 7


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("PARIS", "PARIS"), ("amembassy paris", "PARIS"), ("ABUDHABI", "ABU DHABI"), ("SECSTATE", "STATE"),
        ("SECSTATE WASHDC", "STATE"), ("USMISSION USNATO", "USNATO"), ("USUN NEW YORK", "USUN NEW YORK"),
        ("USMISSION UNVIE VIENNA", "UNVIE VIENNA"), ("IRAN RPO DUBAI", "RPO DUBAI"), ("USINT HAVANA", "HAVANA"),
        ("ST. PETERSBURG", "ST PETERSBURG"), ("PORT-AU-PRINCE", "PORT AU PRINCE"), ("SANA'A", "SANAA"),
        ("AMEMBASSY COLUMBO", "COLOMBO"), ("PEKING", "PEKING"), ("PARIS FR", "PARIS FR"),
        ("TELAV", "TEL AVIV"), ("USUNN", "USUN NEW YORK"), ("CAPE T", "CAPE TOWN"),
        ("PORT AU PR", "PORT AU PRINCE"), ("BUENOS", "BUENOS AIRES"),
    ],
)  # fmt: skip
def test_post_is_found_by_name_alias_plad_and_cut(name, canonical):
    entry = vocabulary.post(name)
    assert entry is not None
    assert entry.name == canonical


@pytest.mark.parametrize("name", ["", "ZENDA", "STRELSAU", "SAN", "SANTIA"])
def test_unknown_or_ambiguous_post(name):
    assert vocabulary.post(name) is None


def test_every_post_is_found_by_its_own_names():
    assert len(vocabulary.posts()) > 300
    for entry in vocabulary.posts().values():
        for name in (entry.name, entry.plad, *entry.aliases):
            assert vocabulary.post(name) is entry


def test_countries_of_posts_are_geographic_tags():
    codes = {entry.country for entry in vocabulary.posts().values()} - {""}
    assert {tag(code).kind for code in codes} == {"GEOGRAPHIC"}


@pytest.mark.parametrize(
    "name", ["captions", "caveats", "leads", "levels", "months", "precedences"]
)
def test_words_put_a_longer_word_before_its_beginning(name):
    words = vocabulary.words(name)
    assert len(words) == len(set(words)) > 5
    assert [len(word) for word in words] == sorted(map(len, words), reverse=True)


def test_words_of_precedences_are_words():
    assert "FLASH" in vocabulary.words("precedences")
    assert "Z" not in vocabulary.words("precedences")


def test_words_of_an_unknown_vocabulary():
    with pytest.raises(
        ValueError, match=r"^no list of words is named 'tags'; there are captions, "
    ):
        vocabulary.words("tags")


def test_mappings_cannot_be_changed():
    with pytest.raises(TypeError):
        vocabulary.levels()["Q"] = "SECRET"  # type: ignore[index]  # pyright: ignore


def test_no_person_is_in_the_data():
    for entry in tags():
        assert "," not in entry.code
    for form in [*vocabulary.captions(), *vocabulary.posts(), *vocabulary.leads()]:
        assert "," not in form
        assert " FROM " not in form
        assert not form.endswith(" ONLY") or form.endswith("USE ONLY") or form == "EYES ONLY"


def test_nothing_is_read_before_it_is_asked_for():
    script = (
        "import sys, cablekit.vocabulary as v\n"
        "assert not {'csv', 'lark'} & set(sys.modules), set(sys.modules)\n"
        "v.tag('IR'); assert 'csv' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_every_file_is_described():
    told = (DATA / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+\.csv)` \|", told, re.MULTILINE)
    assert sorted(named) == sorted(path.name for path in DATA.glob("*.csv"))


def test_problems_are_listed_by_code():
    assert list(vocabulary.problems()) == sorted(vocabulary.problems())
    for code, entry in vocabulary.problems().items():
        assert code == entry.code
        assert entry.severity in {"ERROR", "WARNING", "INFO"}
