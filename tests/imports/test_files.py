"""Taking files apart: what is readable is read, and what is not is one refused line or one sentence."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.imports.columns import read_map
from tests.imports.reading import a_file, records

HEADER = "id,survey_type,customer,comment\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_csv_is_read_whatever_parts_its_cells_and_ends_its_lines(
    path: Path, delimiter: str, mark: bytes, ending: str
) -> None:
    lines = [["ID", "Survey Type", "customer", "comment"], ["1", "csat", "Acme", '"Was, so; la\tla"']]
    content = mark + ending.join(delimiter.join(line) for line in lines).encode()
    [found] = records(path, content)
    assert found.cells == {"id": "1", "survey_type": "csat", "customer": "Acme", "comment": "Was, so; la\tla"}
    assert (found.line, found.last, found.end) == (2, 2, len(content))


def test_a_cell_may_hold_line_breaks_and_doubled_quotes(path: Path) -> None:
    first, second = records(path, HEADER + '1,csat,Acme,"a\n""b""\nc"\n\n,,,\n2,csat,Acme,\n')
    assert (first.cells["comment"], first.line, first.last) == ('a\n"b"\nc', 2, 4)
    assert (second.cells["id"], second.line) == ("2", 7)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('2,csat,Acme,"never closed', "A quote is opened here and not closed"),
        ('2,csat,"Ac"me,x', "A quote stands inside a quoted cell: write it twice."),
        ("2,csat,Acme", "The line has 3 cells, and the header 4"),
        ("2,csat,Acme,x,y", "The line has 5 cells, and the header 4"),
        ("2,csat,Acme," + "x" * 140_000, "A cell is longer than 131,072 characters."),
        ("2,csat,Acme," + "x" * 2_200_000, "The line is longer than 2,097,152 bytes."),
        (b"2,csat,Acm\xe9,x", "The line is not text in UTF-8."),
    ],
)
def test_one_line_that_cannot_be_taken_apart_spoils_no_other(
    path: Path, line: str | bytes, sentence: str
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    found = records(path, f"{HEADER}1,csat,Acme,x\n".encode() + raw + b'\n3,csat,Acme,"y\nz"\n4,csat,Acme,\n')
    assert [(one.line, one.problem[: len(sentence)]) for one in found] == [
        (2, ""), (3, sentence), (4, ""), (6, "")
    ]  # fmt: skip


def test_delimiters_behind_the_last_column_are_nothing(path: Path) -> None:
    [found] = records(path, HEADER + "1,csat,Acme,x,,,\n")
    assert found.problem == ""


def test_a_file_of_quotes_is_given_up(path: Path) -> None:
    with pytest.raises(InvalidInput, match="is it CSV"):
        records(path, HEADER + '1,csat,Acme,"x\n' * 1_200)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        ("id,survey_type".encode("utf-16"), "is in UTF-16"),
        ("id,survey_type".encode("utf-16-le"), "is not text"),
        (b"PK\x03\x04\x14\x00", "is a spreadsheet or an archive"),
        (b"\x1f\x8b\x08\x00", "is compressed"),
        (b"\x7fELF\x00\x01", "is not text"),
        (b"id,survey_type,Kund\xe9\n", "is not text in UTF-8"),
        (b"[{}]", "is one JSON list"),
        (
            b"id,comment\n",
            "column survey_type is missing, and the column customer or customer_id is missing",
        ),
        (b"id,survey_type,customer,ID\n", "the column id stands there twice"),
        (",".join(f"c{n}" for n in range(100_000)).encode(), "has 100,000 columns"),
        (b"x" * 1_100_000, "has a first line of more than"),
    ],
)
def test_what_cannot_be_a_file_of_reviews_is_refused_in_a_sentence(
    path: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence), a_file(path, content):
        pass


def test_a_folder_and_a_file_that_is_not_there_are_refused(path: Path) -> None:
    from bot.imports.columns import Naming
    from bot.imports.opening import opened

    for place, sentence in ((path.parent, "is a directory"), (path, "no such file")):
        with pytest.raises(InvalidInput, match=sentence), opened(place, Naming((), {}), ()):
            pass


def test_json_lines_are_read_with_the_same_names(path: Path) -> None:
    lines = [
        b'\xef\xbb\xbf{"id": 1, "survey_type": "csat", "customer": "Acme", "tags": ["a", "b"]}',
        b'{"id": 2, "survey_ty',
        b"",
        b"[1]",
        b'{"id": 3, "id": 4}',
        b'{"id": "\xff"}',
        b'{"id": 5, "Survey Type": "nps"}',
    ]
    found = records(path, b"\n".join(lines))
    assert [(one.line, one.problem) for one in found] == [
        (1, ""),
        (2, "The line is not JSON (column 11)."),
        (4, "The line is not a JSON object."),
        (5, "The line names a key twice in one object."),
        (6, "The line is not text in UTF-8."),
        (7, ""),
    ]
    assert found[0].cells["tags"] == ["a", "b"]
    assert found[-1].cells == {"id": 5, "survey_type": "nps"}


def test_columns_are_renamed_and_those_not_used_are_named_with_what_may_be_meant(path: Path) -> None:
    content = "external,id,customer,Rating,survey_type,tag\n7,1,Acme,5,csat,t\n"
    with a_file(path, content, external="id", Rating="score") as found:
        [record] = found.records(0, 0)
        assert record.cells == {"id": "7", "customer": "Acme", "score": "5", "survey_type": "csat"}
        assert found.naming.warnings() == [
            "The column 'id' is not used: --map gives id to another.",
            "The column 'tag' is not used: did you mean tags? Then say --map tag=tags.",
        ]


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (["x"], "is not of the form"),
        (["x=scor"], "did you mean score"),
        (["x=score", "y=score"], "named twice"),
        (["x=score", "x=id"], "named twice"),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(pairs: list[str], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        read_map(pairs, ("id", "score"))


def test_a_map_of_a_column_that_the_file_does_not_have_is_refused(path: Path) -> None:
    with pytest.raises(InvalidInput, match="no column 'Rating'"), a_file(path, HEADER, Rating="score"):
        pass


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(st.lists(TEXT, min_size=4, max_size=4).filter(any), max_size=8), st.sampled_from(",;\t"))
def test_whatever_a_csv_writer_writes_is_read_and_can_be_gone_on_with_anywhere(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([HEADER.strip().split(","), *rows])
    with a_file(path, text.getvalue()) as found:
        all_of_them = list(found.records(0, 0))
        assert [list(one.cells.values()) for one in all_of_them] == rows
        for place, one in enumerate(all_of_them, 1):
            assert list(found.records(one.end, one.last)) == all_of_them[place:]


@given(st.binary(max_size=400))
@example(b"\x00")
def test_no_bytes_whatever_raise_anything_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    if b"\x00" in content:
        with pytest.raises(InvalidInput, match=r"bytes\.csv: is not text: it holds NUL bytes"):
            records(path, HEADER.encode() + content)
    else:
        assert all(one.line > 1 for one in records(path, HEADER.encode() + content))
