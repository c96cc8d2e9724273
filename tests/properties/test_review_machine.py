"""Members, clinicians and a lead do whatever they like in whatever order: what must always be true, stays true."""

from datetime import timedelta

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select, update

from forum.clock import now
from forum.columns import new_token
from forum.confidentiality import faces, keys, personas
from forum.discussions import shared_pages
from forum.discussions.threads import thread_page
from forum.errors import AlongsideError
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, Thread
from forum.models.personas import Persona
from forum.models.records import OutboxEvent
from forum.models.reviews import Decision, Review
from forum.models.states import (
    DecisionKind,
    PersonaKind,
    PostingPolicy,
    PostKind,
    PostState,
    ReviewState,
    RevisionState,
)
from forum.moderation import intake
from forum.moderation.available import available, standing_of
from forum.moderation.claim import claim, release
from forum.moderation.decide import Ruling, decide, sign_second
from forum.moderation.facts import review_facts
from forum.moderation.intake import Draft
from forum.moderation.queue import claim_next
from forum.moderation.reviewing import UNFINISHED
from forum.moderation.undo import undo
from forum.moderation.withdraw import withdraw
from forum.policy.viewer import Viewer
from forum.transaction import atomic, vault_atomic
from forum.triage.levels import Level
from tests.builders.moderating import CRISIS, RED
from tests.builders.people import Someone, a_clinician, a_lead, a_member, viewer_of
from tests.builders.talk import a_board

TEXTS = st.sampled_from(["It rains.", "It rains again.", "Ring 07700 900123.", RED, CRISIS])
KINDS = st.sampled_from(DecisionKind)
K = DecisionKind


class Person:
    """Somebody of the machine: an account and, for all examples, one viewer."""

    def __init__(self, someone: Someone) -> None:
        self.account_id = someone.account_id
        self.viewer: Viewer = viewer_of(someone)


class Ward(RuleBasedStateMachine):
    """One board, with whatever people do on it; a refusal is an answer like any other."""

    people: dict[str, Person]
    posts = Bundle("posts")
    reviews = Bundle("reviews")
    decisions = Bundle("decisions")

    @initialize(policy=st.sampled_from(PostingPolicy))
    def open_board(self, policy: PostingPolicy) -> None:
        self.board = a_board(posting=policy, newcomer_posts=1)

    @rule(target=posts, who=st.sampled_from(["ada", "bo"]), text=TEXTS, anonymously=st.booleans())
    def ask(self, who: str, text: str, anonymously: bool) -> str:
        return self.said(who, None, text, anonymously)

    @rule(target=posts, who=st.sampled_from(["ada", "bo"]), text=TEXTS, to=posts, anonymously=st.booleans())
    def reply(self, who: str, text: str, to: str, anonymously: bool) -> str:
        thread = db.session.get_one(Thread, db.session.get_one(Post, to).thread_id)
        try:
            return self.said(who, thread, text, anonymously)
        except AlongsideError:
            return to

    def said(self, who: str, thread: Thread | None, text: str, anonymously: bool) -> str:
        person, tag = self.people[who], new_token().encode()
        scope = thread.scope if thread else new_token()
        face = faces.ensure_face(person.account_id, scope) if anonymously else None
        with atomic():
            author = personas.introduce_anonymous(face, scope) if face else self.everyday(person)
            if thread is None:
                draft = Draft(text, "A title")
                return intake.submit_question(person.viewer, author, self.board, draft, scope=scope, tag=tag).post.id
            return intake.submit_reply(person.viewer, author, thread, Draft(text), tag=tag).post.id

    def everyday(self, person: Person) -> Persona:
        return db.session.get_one(Persona, person.viewer.everyday)

    @rule(who=st.sampled_from(["ada", "bo"]), post=posts, text=TEXTS)
    def edit(self, who: str, post: str, text: str) -> None:
        self.attempt(lambda: intake.submit_edit(self.viewer(who), db.session.get_one(Post, post), Draft(text, "Other")))

    @rule(who=st.sampled_from(["ada", "bo"]), post=posts)
    def take_back(self, who: str, post: str) -> None:
        with vault_atomic():
            case_key = keys.make_key()
        self.attempt(lambda: withdraw(self.viewer(who), db.session.get_one(Post, post), case_key))

    @rule(target=reviews, who=st.sampled_from(["doctor", "colleague"]))
    def take_next(self, who: str) -> str | None:
        review = self.attempt(lambda: claim_next(self.viewer(who)))
        return review.id if review else None

    @rule(target=reviews, who=st.sampled_from(["doctor", "colleague"]), post=posts)
    def take_this(self, who: str, post: str) -> str | None:
        return self.take(who, post)

    def take(self, who: str, post: str) -> str | None:
        found = db.session.execute(select(Review.id).where(Review.post_id == post, Review.state.in_(UNFINISHED)))
        review_id = found.scalar()
        self.attempt(lambda: claim(self.viewer(who), review_id or ""))
        return review_id

    @rule(who=st.sampled_from(["doctor", "colleague"]), review=reviews)
    def give_back(self, who: str, review: str | None) -> None:
        self.attempt(lambda: release(self.viewer(who), review or ""))

    @rule(review=reviews)
    def lease_ends(self, review: str | None) -> None:
        with atomic():
            held = update(Review).where(Review.id == review, Review.state == ReviewState.CLAIMED)
            db.session.execute(held.values(lease_until=now() - timedelta(seconds=1)))

    @rule(target=decisions, who=st.sampled_from(["doctor", "colleague"]), review=reviews, kind=KINDS, off=st.booleans())
    def rule_on(self, who: str, review: str | None, kind: DecisionKind, off: bool) -> str | None:
        version = db.session.execute(select(Review.version).where(Review.id == review)).scalar()
        seen = None if version is None else version - (off and kind is K.APPROVE)
        ruling = Ruling(kind, seen, message="Because." if kind in {K.RETURN, K.DECLINE, K.HIDE} else "", answer="Yes.")
        decision = self.attempt(lambda: decide(self.viewer(who), review or "", ruling))
        return decision.id if decision else None

    @rule(target=decisions, who=st.sampled_from(["doctor", "colleague"]), post=posts, pick=st.integers(0, 3))
    def look_at(self, who: str, post: str, pick: int) -> str | None:
        """Take one of the decisions that have a button: none of them may be refused."""
        review_id = self.take(who, post)
        with atomic():
            review = db.session.get(Review, review_id or "", populate_existing=True)
            offered = available(self.viewer(who), review_facts(review), standing_of(review)) if review else ()
            if not offered:
                return None
            kind = offered[pick % len(offered)]
            answer = "Yes." if kind is K.ANSWER_AND_APPROVE else ""
            return decide(
                self.viewer(who), review.id, Ruling(kind, review.version, message="Because.", answer=answer)
            ).id

    @rule(review=reviews, kind=st.sampled_from([K.CONFIRM, K.SEND_BACK]))
    def sign(self, review: str | None, kind: DecisionKind) -> None:
        version = db.session.execute(select(Review.version).where(Review.id == review)).scalar()
        self.attempt(lambda: sign_second(self.viewer("lead"), review or "", Ruling(kind, version)))

    @rule(who=st.sampled_from(["doctor", "colleague"]), decision=decisions)
    def take_decision_back(self, who: str, decision: str | None) -> None:
        self.attempt(lambda: undo(self.viewer(who), decision or ""))

    def viewer(self, who: str) -> Viewer:
        return self.people[who].viewer

    def attempt(self, deed):
        """Do something that may well be refused; what is not a refusal of the domain is a fault."""
        try:
            with atomic():
                return deed()
        except AlongsideError:
            return None

    def here(self) -> list[Post]:
        ours = select(Post).join(Thread, Thread.id == Post.thread_id).where(Thread.board_id == self.board.id)
        return list(db.session.execute(ours.execution_options(populate_existing=True)).scalars())

    @invariant()
    def places_have_no_gaps(self) -> None:
        db.session.rollback()
        for thread in db.session.execute(select(Thread).where(Thread.board_id == self.board.id)).scalars():
            places = [post.position for post in self.here() if post.thread_id == thread.id and post.position]
            assert sorted(places) == list(range(1, thread.post_count + 1))

    @invariant()
    def nobody_is_shown_a_page_as_it_was_before(self) -> None:
        here = select(Thread.id).where(Thread.board_id == self.board.id, Thread.state == PostState.PUBLISHED)
        for thread_id in db.session.execute(here).scalars().all():
            remembered = thread_page(self.viewer("lead"), thread_id, 1)
            shared_pages.memory.forget_all()
            assert remembered.posts == thread_page(self.viewer("lead"), thread_id, 1).posts

    @invariant()
    def counters_equal_a_recount(self) -> None:
        board = db.session.get_one(Board, self.board.id, populate_existing=True)
        shown = [post for post in self.here() if post.state is PostState.PUBLISHED]
        opening = {db.session.get_one(Thread, post.thread_id).opening_post_id for post in shown}
        assert (board.post_count, board.thread_count) == (len(shown), sum(post.id in opening for post in shown))

    @invariant()
    def faces_count_what_they_have_shown(self) -> None:
        for persona in db.session.execute(select(Persona).where(Persona.kind != PersonaKind.PROFESSIONAL)).scalars():
            by = select(func.count()).where(Post.author_id == persona.id, Post.state == PostState.PUBLISHED)
            shown = db.session.execute(by).scalar() if persona.kind is PersonaKind.EVERYDAY else 0
            assert persona.approved_posts == shown

    @invariant()
    def what_is_shown_was_approved(self) -> None:
        for post in self.here():
            if post.state is PostState.PUBLISHED:
                assert db.session.get_one(Revision, post.approved_revision_id).state is RevisionState.APPROVED

    @invariant()
    def threads_mirror_their_opening_posts(self) -> None:
        by_id = {post.id: post for post in self.here()}
        for thread in db.session.execute(select(Thread).where(Thread.board_id == self.board.id)).scalars():
            assert thread.state is by_id[thread.opening_post_id].state
            answers = [post for post in by_id.values() if post.thread_id == thread.id and post.kind is PostKind.ANSWER]
            assert thread.is_answered or not any(post.state is PostState.PUBLISHED for post in answers)

    @invariant()
    def somebody_is_asked_to_look_at_all_that_waits(self) -> None:
        unfinished = self.unfinished()
        assert len({review.post_id for review in unfinished}) == len(unfinished)
        bound = {review.post_id: review.revision_id for review in unfinished}
        for post in self.here():
            if post.state is PostState.HELD and post.kind is not PostKind.ANSWER:
                assert bound[post.id] == post.open_revision_id

    @invariant()
    def answer_waits_only_with_the_signature_it_waits_for(self) -> None:
        waiting = {review.id for review in self.unfinished() if review.state is ReviewState.AWAITING_SECOND}
        for post in self.here():
            if post.state is PostState.HELD and post.kind is PostKind.ANSWER:
                of = select(Decision.review_id).where(Decision.answer_post_id == post.id, Decision.undone_at.is_(None))
                assert db.session.execute(of).scalar_one() in waiting

    @invariant()
    def claimed_means_claimed_by_somebody(self) -> None:
        for review in self.unfinished():
            assert (review.state is ReviewState.CLAIMED) is (review.claimant_id is not None)

    @invariant()
    def nothing_at_risk_was_ever_voided(self) -> None:
        voided = select(func.count()).where(Review.state == ReviewState.VOID, Review.level >= Level.RED)
        assert db.session.execute(voided).scalar() == 0

    @invariant()
    def nobody_will_be_told_of_what_was_undone(self) -> None:
        undone = select(Decision.id).where(Decision.undone_at.is_not(None))
        told = select(func.count()).where(OutboxEvent.decision_id.in_(undone))
        assert db.session.execute(told).scalar() == 0

    def unfinished(self) -> list[Review]:
        ours = select(Review).where(Review.board_id == self.board.id, Review.state.in_(UNFINISHED))
        return list(db.session.execute(ours.execution_options(populate_existing=True)).scalars())


def test_whatever_people_do_the_promises_hold(app: Flask) -> None:
    makers = {"ada": a_member, "bo": a_member, "doctor": a_clinician, "colleague": a_clinician, "lead": a_lead}
    Ward.people = {name: Person(maker(app)) for name, maker in makers.items()}
    run_state_machine_as_test(
        Ward,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
