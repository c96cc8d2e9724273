"""``flask import-questions`` as an operator runs it: its report, its conditions, and who must vouch."""

import pytest
from sqlalchemy import func, select

from forum.extensions import db
from forum.models.discussions import Post
from forum.models.states import PostState
from tests.builders.people import a_clinician, an_administrator
from tests.builders.talk import a_board

FILE = """title,question,topic,clinician,answer
Knees,Both creak on the stairs.,joints,c-12,Warm them first.
Knees,Both creak on the stairs.,joints,c-13,Walk a little each day.
,Without a title.,joints,c-13,Nothing.
"""


@pytest.fixture
def imported(app, tmp_path):
    """Return a run of the command on a small file, with further arguments and what is typed."""
    path = tmp_path / "questions.csv"
    path.write_text(FILE)
    a_board(slug="joints")

    def run(*arguments, typed=""):
        args = ["import-questions", str(path), "--board", "joints", *arguments]
        return app.test_cli_runner().invoke(args=args, input=typed)

    return run


def shown():
    return db.session.scalar(select(func.count()).where(Post.state == PostState.PUBLISHED))


def numbers(said, label):
    line = next(line for line in said.stdout.splitlines() if line.startswith(label))
    return [int(word) for word in line.removeprefix(label).split()]


def test_report_counts_questions_and_answers_by_their_fate(imported):
    said = imported()
    assert said.exit_code == 0, said.output
    assert numbers(said, "waiting in the queue") == [1, 2]
    assert numbers(said, "refused") == [1, 0]
    assert "row 3 refused (row: empty)" in said.stdout


def test_report_holds_no_word_of_the_file(imported):
    assert not [word for word in ("creak", "Warm", "Knees") if word in imported().output]


def test_second_run_knows_all_of_it(imported):
    imported()
    assert numbers(imported(), "imported before") == [1, 2]


def test_dry_run_says_that_nothing_was_written(imported):
    said = imported("--dry-run")
    assert "Nothing was written." in said.stdout
    assert db.session.scalar(select(func.count()).select_from(Post)) == 0


def test_publishing_needs_somebody_who_vouches(imported):
    said = imported("--as", "published")
    assert (said.exit_code, shown()) == (1, 0)
    assert "--by" in said.output


def test_administrator_vouches_with_a_code(app, imported):
    administrator = an_administrator(app)
    said = imported("--as", "published", "--by", administrator.signin_name, typed=administrator.code())
    assert said.exit_code == 0, said.output
    assert (numbers(said, "published"), shown()) == ([1, 2], 3)


@pytest.mark.parametrize("code", ["000000", ""])
def test_nobody_vouches_without_the_right_code(app, imported, code):
    administrator = an_administrator(app)
    said = imported("--as", "published", "--by", administrator.signin_name, typed=code)
    assert (said.exit_code, shown()) == (1, 0)


def test_nobody_unknown_vouches(imported):
    said = imported("--as", "published", "--by", "nobody-here", typed="123456")
    assert "do not fit" in said.output


def test_clinician_cannot_vouch(app, imported):
    clinician = a_clinician(app)
    said = imported("--as", "published", "--by", clinician.signin_name, typed=clinician.code())
    assert (said.exit_code, shown()) == (1, 0)


def test_unknown_board_is_said_so(app, tmp_path):
    (tmp_path / "q.csv").write_text(FILE)
    said = app.test_cli_runner().invoke(args=["import-questions", str(tmp_path / "q.csv"), "--board", "nowhere"])
    assert (said.exit_code, "no board nowhere" in said.output) == (1, True)


def test_file_of_neither_shape_is_said_so(app, tmp_path):
    a_board(slug="joints")
    (tmp_path / "q.csv").write_text("a,b\n1,2\n")
    said = app.test_cli_runner().invoke(args=["import-questions", str(tmp_path / "q.csv"), "--board", "joints"])
    assert (said.exit_code, "has no column" in said.output) == (1, True)
