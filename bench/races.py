"""``make races``: many people at once against a real server of two processes; nothing may be lost or doubled.

    python -m bench.races                                   on SQLite
    python -m bench.races --database URL --vault URL        on PostgreSQL

Members reply in one conversation in the same moment, each sending the same form twice; clinicians ask for the next
review in the same moment; meanwhile one of the server's processes is killed. What is in the database afterwards is
compared with what people were told.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from flask import Flask
from sqlalchemy import func, select

from bench import visitor
from bench.servers import ROOT, serving
from forum.app import create_app
from forum.config import settings_from
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.models.reviews import Review
from forum.models.states import PostState, ReviewState
from tests.builders.people import a_clinician, a_member, session_of
from tests.builders.talk import a_board, a_published_thread

PORT = 8797
MEMBERS, CLINICIANS, ROUNDS = 60, 12, 4


@dataclass(frozen=True)
class Ward:
    """Where it happens and who takes part."""

    thread_id: str
    board_id: str
    members: list[str]  # cookies
    clinicians: list[str]


def main() -> int:
    """Fill a site, let everybody loose on it, and say what does not hold."""
    wanted = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA": folder, "ALONGSIDE_PORT": str(PORT)}
        if wanted.database:
            environment |= {"ALONGSIDE_DATABASE_URL": wanted.database, "ALONGSIDE_VAULT_URL": wanted.vault}
        os.environ.update(environment)
        schema = [sys.executable, "-m", "flask", "--app", "wsgi", "schema", "upgrade"]
        subprocess.run(schema, cwd=ROOT, check=True, env={**os.environ})
        app = create_app(settings_from(os.environ))
        ward = _ward(app)
        with serving("wsgi:app", PORT, environment) as address:
            problems = [*_replies(app, ward, address), *_claims(app, ward, address)]
    for problem in problems:
        print(f"does not hold: {problem}")
    print("Nothing was lost and nothing doubled." if not problems else f"{len(problems)} things do not hold.")
    return 1 if problems else 0


def _ward(app: Flask) -> Ward:
    with app.app_context():
        board = a_board()
        talk = a_published_thread(a_member(app), board)
        members = [session_of(a_member(app)) for _ in range(MEMBERS)]
        clinicians = [session_of(a_clinician(app, board=board)) for _ in range(CLINICIANS)]
        thread_id, board_id = talk.thread.id, board.id
    # Outside of the app's context, which would be one for all of their requests.
    cookies = [[visitor.cookie_of(app, token) for token in tokens] for tokens in (members, clinicians)]
    return Ward(thread_id, board_id, *cookies)


def _replies(app: Flask, ward: Ward, address: str) -> list[str]:
    """Let every member reply, twice with each form, and kill one of the two processes on the way."""
    Timer(1.0, _kill_one).start()
    print(f"{MEMBERS} members reply {ROUNDS} times, each form sent twice; one process is killed", flush=True)
    with ThreadPoolExecutor(MEMBERS) as people:
        told = list(people.map(lambda cookie: _reply_rounds(address, ward.thread_id, cookie), ward.members))
    accepted = Counter(post for ones in told for post in ones)
    with app.app_context():
        thread = db.session.get_one(Thread, ward.thread_id)
        said = select(Post).where(Post.thread_id == ward.thread_id)
        posts = {post.id: post for post in db.session.execute(said).scalars()}
        board = db.session.get_one(Board, ward.board_id)
        places = sorted(post.position for post in posts.values() if post.position)
        shown = sum(post.state is PostState.PUBLISHED for post in posts.values())
    print(f"  {len(accepted)} replies were acknowledged, {len(posts) - 1} are there")
    return [
        *(f"reply {post} was acknowledged and is not there" for post in accepted if post not in posts),
        *([f"positions are {places}"] if places != list(range(1, thread.post_count + 1)) else []),
        *([f"the board counts {board.post_count} posts of {shown}"] if board.post_count != shown else []),
        # A form that got no answer may have arrived all the same, but no form may have arrived twice.
        *([f"{len(posts) - 1} replies of {MEMBERS * ROUNDS} forms"] if len(posts) - 1 > MEMBERS * ROUNDS else []),
    ]


def _reply_rounds(address: str, thread_id: str, cookie: str) -> list[str]:
    found = []
    for _ in range(ROUNDS):
        form = visitor.patiently(lambda: visitor.reply_form(address, thread_id, cookie))
        with ThreadPoolExecutor(2) as twice:
            answers = [twice.submit(visitor.send, address, thread_id, cookie, form) for _ in range(2)]
        found += [answer.result() for answer in answers if answer.result()]
    return found


def _claims(app: Flask, ward: Ward, address: str) -> list[str]:
    """Let every clinician take the next review until none is free: each review has one holder."""
    print(f"{CLINICIANS} clinicians take the next review, all at once", flush=True)
    with ThreadPoolExecutor(CLINICIANS) as people:
        taken = list(people.map(lambda cookie: visitor.take_next(address, cookie), ward.clinicians))
    reviews = Counter(review for review in taken if review)
    with app.app_context():
        held = select(func.count()).where(Review.state == ReviewState.CLAIMED)
        claimed = db.session.execute(held).scalar_one()
    print(f"  {len(reviews)} reviews were handed out, {claimed} are claimed")
    return [
        *(f"review {review} was handed to {times} people" for review, times in reviews.items() if times > 1),
        *([f"{claimed} claimed, {len(reviews)} handed out"] if claimed != len(reviews) else []),
    ]


def _kill_one() -> None:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    for master in children:
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if workers:
            os.kill(int(workers[0]), signal.SIGKILL)
            print("  one process was killed", flush=True)
            return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make races ARGS=…", description=__doc__)
    parser.add_argument("--database", help="PostgreSQL address of the forum database")
    parser.add_argument("--vault", help="PostgreSQL address of the vault")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
