"""Hold or publish: the judgement of the gate as a table."""

from dataclasses import replace

import pytest

from forum.models.states import PersonaKind, PostingPolicy, ReviewReason
from forum.moderation.gate import Circumstances, judge
from forum.triage.levels import Level

P, R = PostingPolicy, ReviewReason
CALM = Circumstances(P.PUBLISH_THEN_REVIEW, 3, PersonaKind.EVERYDAY, 9, Level.GREEN, has_identifiers=False)


@pytest.mark.parametrize(
    ("changes", "is_held", "reasons"),
    [
        # the board's policy
        ({}, False, [R.AFTER_PUBLICATION]),
        ({"policy": P.HOLD_ALL}, True, [R.BOARD_HOLDS_ALL]),
        ({"policy": P.HOLD_NEWCOMERS}, False, [R.AFTER_PUBLICATION]),
        ({"policy": P.HOLD_NEWCOMERS, "approved_posts": 2}, True, [R.NEWCOMER]),
        ({"policy": P.HOLD_NEWCOMERS, "approved_posts": 3}, False, [R.AFTER_PUBLICATION]),
        ({"policy": P.HOLD_NEWCOMERS, "newcomer_posts": 0, "approved_posts": 0}, False, [R.AFTER_PUBLICATION]),
        # an anonymous face is always a newcomer, whoever is behind it
        ({"policy": P.HOLD_NEWCOMERS, "author_kind": PersonaKind.ANONYMOUS}, True, [R.NEWCOMER]),
        ({"author_kind": PersonaKind.ANONYMOUS}, False, [R.AFTER_PUBLICATION]),
        # what holds whatever the policy
        ({"level": Level.AMBER}, False, [R.AFTER_PUBLICATION]),
        ({"level": Level.RED}, True, [R.LEVEL]),
        ({"level": Level.CRISIS}, True, [R.LEVEL]),
        ({"has_identifiers": True}, True, [R.IDENTIFIERS]),
        ({"is_edit": True}, True, [R.EDIT]),
        ({"is_imported": True, "author_kind": PersonaKind.IMPORTED}, True, [R.IMPORTED]),
        # every reason is given, not only the first
        (
            {"level": Level.RED, "has_identifiers": True, "policy": P.HOLD_ALL},
            True,
            [R.LEVEL, R.IDENTIFIERS, R.BOARD_HOLDS_ALL],
        ),
        # a clinician's words wait only for what they could tell
        ({"author_kind": PersonaKind.PROFESSIONAL, "policy": P.HOLD_ALL, "level": Level.RED}, False, []),
        ({"author_kind": PersonaKind.PROFESSIONAL, "has_identifiers": True}, True, [R.IDENTIFIERS]),
    ],
)
def test_words_are_held_or_shown_as_their_circumstances_ask(
    changes: dict, is_held: bool, reasons: list[ReviewReason]
) -> None:
    verdict = judge(replace(CALM, **changes))
    assert (verdict.is_held, list(verdict.reasons)) == (is_held, reasons)


@pytest.mark.parametrize("policy", P)
def test_no_policy_shows_red_words_of_a_patient_first(policy: PostingPolicy) -> None:
    assert judge(replace(CALM, policy=policy, level=Level.RED)).is_held
