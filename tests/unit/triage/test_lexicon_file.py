"""The lexicon is whole: every rule can be explained, has a source, and a broken file says what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forum.triage.assess import assess
from forum.triage.contexts import Kind
from forum.triage.lexicon import DATA, InvalidLexicon, Lexicon, load

METHODS = ("pill", "rope", "gun", "knife", "blade", "bridge", "train", "hang", "jump", "cut", "drown", "poison")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def test_every_rule_has_a_sentence_and_a_source(lexicon: Lexicon) -> None:
    assert all(rule.explanation.endswith(".") and rule.source for rule in lexicon.rules.values())


def test_nothing_claims_a_review_that_has_not_happened(lexicon: Lexicon) -> None:
    assert {rule.reviewed_by for rule in lexicon.rules.values()} == {()}


def test_no_name_or_explanation_holds_a_method(lexicon: Lexicon) -> None:
    shown = " ".join(f"{rule.id} {rule.explanation}".lower() for rule in lexicon.rules.values())
    assert [method for method in METHODS if method in shown.split()] == []


def test_every_rule_but_parts_asks_for_something(lexicon: Lexicon) -> None:
    silent = {r.id for r in lexicon.rules.values() if r.level is None and r.urgency is None}
    assert silent == {r.id for r in lexicon.rules.values() if r.kind is Kind.PART}


def test_explaining_a_signal_tells_rule_and_context(lexicon: Lexicon) -> None:
    signal = assess("I would never kill myself", lexicon).signals[0]
    assert lexicon.explain(signal.rule)[-1] == "The writer seems to deny it."


def test_an_unknown_rule_cannot_be_explained(lexicon: Lexicon) -> None:
    with pytest.raises(KeyError):
        lexicon.explain("no.such.rule")


def _first_rule(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        raw["rules"][0][key] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_first_rule("explanation", " "), "explanation is empty"),
        (_first_rule("source", ""), "source is empty"),
        (_first_rule("level", "purple"), "no level 'purple'"),
        (_first_rule("kind", "odd"), "no kind 'odd'"),
        (_first_rule("weight", 1), "weight"),
        (_first_rule("id", "a:b"), "must not contain"),
        (_first_rule("kind", "part"), "a part has no level"),
        (_first_rule("phrases", ["want {nobody}"]), "no word list 'nobody'"),
        (_first_rule("phrases", ["wants TO"]), "cannot read the part"),
        (_first_rule("phrases", ["die .."]), "a gap stands at an end"),
        (_first_rule("phrases", ["very?"]), "match nothing"),
        (_first_rule("phrases", ["dont go"]), "rewritten: dont"),
        (lambda raw: raw["rules"].append(raw["rules"][0]), "two rules are called"),
        (lambda raw: raw["combinations"][0].update(all=[["nothing"], ["nothing"]]), "no rule 'nothing'"),
        (lambda raw: raw["combinations"][0].update(all=[["suicide.wish"]]), "two groups"),
        (lambda raw: raw.pop("markers"), "lacks 'markers'"),
    ],
)
def test_a_broken_lexicon_is_refused_with_its_reason(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    raw = json.loads(DATA.read_text(encoding="utf-8"))
    change(raw)
    (tmp_path / "lexicon.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InvalidLexicon, match=message):
        load(tmp_path / "lexicon.json")
