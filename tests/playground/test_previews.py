"""What of a file is shown at a glance, and that no file does harm by being looked at."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.playground.previews import preview_of
from bot.playground.slack.files import File
from bot.playground.word_text import Paragraph, first_paragraphs
from tests.playground.office_files import paragraph, word_file


def a_file(name: str, content: bytes) -> File:
    return File("F1", name, len(content), "U1", 0, "key", content=content)


def test_a_table_begins_with_its_first_rows_and_long_ones_are_cut() -> None:
    csv = 'customer;x,score\n"Acme, Inc.",81\n' + "more,1\n" * 5_000
    rows = preview_of(a_file("a.csv", csv.encode()))["rows"]
    assert (rows[:2], len(rows)) == ([["customer;x", "score"], ["Acme, Inc.", "81"]], 6)
    assert preview_of(a_file("broken.csv", b'\xff\x00,"open')) == {"rows": [["\ufffd\x00", "open"]]}
    assert preview_of(a_file("none.csv", b"")) == {}


def test_a_document_begins_with_its_headings_lists_and_tables() -> None:
    styles = (
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Aufz"><w:name w:val="List Bullet"/></w:style>'
    )
    body = (
        paragraph("Review of Globex", '<w:pStyle w:val="berschrift1"/>')
        + "<w:p/>"
        + paragraph("Calls went up & <up>.")
        + paragraph("call back", "<w:numPr/>")
        + paragraph("say sorry", '<w:pStyle w:val="Aufz"/>')
        + f"<w:tbl><w:tr><w:tc>{paragraph('NPS')}</w:tc><w:tc>{paragraph('-20')}</w:tc></w:tr></w:tbl>"
    )
    assert first_paragraphs(word_file(body, styles)) == [
        Paragraph("heading", "Review of Globex"),
        Paragraph("text", "Calls went up & <up>."),
        Paragraph("item", "call back"),
        Paragraph("item", "say sorry"),
        Paragraph("row", "NPS · -20"),
    ]


def test_long_documents_are_cut() -> None:
    found = first_paragraphs(word_file(paragraph("x" * 400) * 50))
    assert (len(found), {each.text for each in found}) == (12, {"x" * 300 + "…"})


def test_what_stands_there_twice_for_old_programs_is_read_once() -> None:
    both = (
        "<w:p><w:r><w:t>a</w:t><mc:Fallback xmlns:mc='urn:mc'><w:t>a</w:t></mc:Fallback>"
        "<w:tab/><w:t>b</w:t></w:r></w:p>"
    )
    assert first_paragraphs(word_file(both)) == [Paragraph("text", "a b")]


def test_entities_of_a_documents_own_are_not_unfolded() -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    laughs = word_file(paragraph("x").replace("x", "&l8;"), before=f"<!DOCTYPE w:document [{lines}]>")
    assert first_paragraphs(laughs) == []


def test_no_more_of_a_part_is_unpacked_than_a_glance_needs() -> None:
    large = word_file(paragraph("begin") + "<!--" + " " * 50_000_000 + "-->" + paragraph("end"))
    assert len(large) < 100_000
    assert first_paragraphs(large) == [Paragraph("text", "begin")]


GOOD = word_file(paragraph("Hello") * 3)


@given(st.binary(max_size=200), st.integers(0, len(GOOD) - 1), st.binary(max_size=4))
@example(b"", 0, b"")
def test_whatever_the_bytes_are_looking_at_them_does_not_fail(
    content: bytes, place: int, spoiled: bytes
) -> None:
    damaged = GOOD[:place] + spoiled + GOOD[place + len(spoiled) :]
    for name in ("a.docx", "a.csv", "a.pdf"):
        assert set(preview_of(a_file(name, content))) <= {"rows", "paragraphs", "pages"}
        assert set(preview_of(a_file(name, damaged))) <= {"rows", "paragraphs", "pages"}
