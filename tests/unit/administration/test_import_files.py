"""Reading files of questions from elsewhere: what is one question, who answered, and what cannot be read."""

import json
from pathlib import Path

import pytest

from forum.administration.import_files import UnreadableFile, UnreadRow, read
from forum.administration.import_text import line_of, words_of

HEADING = "question_id,title,question,topic,clinician,answer"
DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "questions"


@pytest.fixture
def csv_of(tmp_path):
    """Return a maker of CSV files out of lines."""

    def write(*lines, heading=HEADING):
        path = tmp_path / "questions.csv"
        path.write_text("\n".join([heading, *lines]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def json_of(tmp_path):
    """Return a maker of JSON files."""

    def write(value):
        path = tmp_path / "questions.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return write


def item(**changes):
    usual = {"question": "Knees", "question_text": "Both creak.", "answer": "Warm them.", "tags": [], "url": "a/1"}
    return usual | changes


def test_rows_of_one_question_id_are_one_question(csv_of):
    source = read(csv_of("7,Knees,Both creak.,joints,c-1,Warm them.", "7,Knees,Both creak.,joints,c-2,Walk."))
    assert [len(asked.answers) for asked in source.questions] == [2]


def test_rows_without_an_id_go_together_by_their_words(csv_of):
    heading = "title,question,answer"
    source = read(csv_of("Knees,Creak.,One.", "Hips,Creak.,Two.", "Knees,Creak.,Three.", heading=heading))
    assert [(asked.title, len(asked.answers)) for asked in source.questions] == [("Knees", 2), ("Hips", 1)]


def test_number_of_an_answerer_is_that_of_their_code(csv_of):
    source = read(csv_of("7,Knees,Creak.,joints,clinician-012,Warm them."))
    assert source.questions[0].answers[0].number == 12


def test_answerers_without_a_number_are_counted_in_order(csv_of):
    source = read(csv_of("7,Knees,Creak.,,Anna,One.", "7,Knees,Creak.,,Bert,Two.", "8,Hips,Creak.,,Anna,Three."))
    assert [said.number for asked in source.questions for said in asked.answers] == [1, 2, 1]


def test_answerers_whom_nobody_named_are_somebody_else_each_time(json_of):
    source = read(json_of([item(), item(url="a/2")]))
    assert len({said.code for asked in source.questions for said in asked.answers}) == 2


def test_same_file_read_again_gives_the_same_sources(csv_of):
    path = csv_of("7,Knees,Creak.,joints,c-1,Warm them.", "8,Hips,Creak.,joints,c-1,Walk.")
    assert read(path) == read(path)


@pytest.mark.parametrize("row", ["7,,Creak.,joints,c-1,Warm.", "7,Knees,,joints,c-1,Warm.", "7", '7,"  ",<p></p>,,,x'])
def test_row_without_a_title_or_a_question_is_named_and_passed_over(csv_of, row):
    source = read(csv_of("6,Hips,Creak.,joints,c-1,Walk.", row))
    assert (len(source.questions), source.unread) == (1, [UnreadRow(2, "empty")])


@pytest.mark.parametrize("odd", ["words", None, [1], {"question": 7}, item(answer=None)])
def test_item_of_another_shape_is_named_and_passed_over(json_of, odd):
    source = read(json_of([odd, item()]))
    assert (len(source.questions), source.unread) == (1, [UnreadRow(1, "malformed")])


def test_field_past_all_measure_is_named_and_passed_over(csv_of):
    source = read(csv_of(f"7,Knees,{'x' * 1_000_001},,,One.", "8,Hips,Creak.,,,Two."))
    assert [unread.reason for unread in source.unread] == ["malformed"]


def test_file_with_a_byte_order_mark_is_read(csv_of):
    path = csv_of("7,Knees,Creak.,joints,c-1,Warm them.", heading=f"\ufeff{HEADING}")
    assert read(path).questions[0].title == "Knees"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("q.csv", b"title,answer\nKnees,Warm them.\n", "no column question"),
        ("q.csv", b"", "no column title, question, answer"),
        ("q.csv", b"title,question,answer\n\xff\xfe,x,y\n", "not UTF-8"),
        ("q.json", b"{}", "not a list"),
        ("q.json", b"[", "not JSON"),
    ],
)
def test_file_of_neither_shape_is_refused_with_a_reason(tmp_path, name, content, complaint):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=complaint):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br/>Two.", "One.\n\nTwo."),
        ("See <a href='x'>this</a> <b>now</b></link>", "See this now"),
        ("salt &amp; pepper&nbsp;too", "salt & pepper too"),
        ("&lt;b&gt; is how one writes bold", "<b> is how one writes bold"),
        ("my level was <5 and then >7", "my level was <5 and then >7"),
        ("a <pain that stays> in my knee", "a <pain that stays> in my knee"),
        ("<script>alert(1)</script>Words<!-- aside -->", "Words"),
        ("    deep\n\n\n   indented", "deep\n\nindented"),
    ],
)
def test_words_are_kept_and_markup_is_not(raw, words):
    assert words_of(raw) == words


def test_title_is_one_line():
    assert line_of("<h1>My\nknees</h1>\n &amp; hips ") == "My knees & hips"


@pytest.mark.parametrize(
    ("name", "questions", "answers"), [("counsel_chat.csv", 815, 2129), ("icliniq.json", 465, 465)]
)
def test_real_file_is_read_to_its_last_row(name, questions, answers):
    if not (DATA / name).exists():
        pytest.skip("the real questions are kept beside the checkout, in ../shared/data, and are not here")
    source = read(DATA / name)
    counted = len(source.questions), sum(len(asked.answers) for asked in source.questions), len(source.unread)
    assert counted == (questions, answers, 0)
