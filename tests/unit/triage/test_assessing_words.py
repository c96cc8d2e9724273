"""What the rules make of words about danger: every sentence is our own, and none names a method."""

import pytest

from forum.triage.assess import Assessment, assess
from forum.triage.levels import Level, Urgency
from forum.triage.lexicon import Lexicon, load

GREEN, AMBER, RED, CRISIS = Level


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def rules(assessment: Assessment) -> set[str]:
    return {signal.rule for signal in assessment.signals}


@pytest.mark.parametrize(
    "text",
    [
        "I want to die.",
        "Sometimes I wish I would not wake up",
        "At night I catch myself wishing I just wouldn't wake up",
        "It would be easier if I just didn't wake up",
        "I don't want to be here any more",
        "I have been thinking about suicide a lot",
        "I just want to end it all",
        "There is no point in living",
        "They would all be better off without me",
        "Soon I won't be a burden to anyone",
        "Would anyone even notice if I was gone",
        "I tried to end my life",
        "The urge to hurt myself is so strong",
        "I relapsed and started cutting again",
        "I have been giving my things away",
        "Goodbye. I'm sorry for everything. Please look after my dog. It is not your fault.",
        "I have thoughts of hurting my baby and it scares me",
        "My husband hits me when he drinks",
        "My stepdad touches me and I don't know who to tell",
        "The carer slapped my gran",
        "He threatened to hurt me",
        "I have not eaten anything for five days",
        "You should die",
    ],
)
def test_danger_is_red(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).level == RED


@pytest.mark.parametrize(
    "text",
    [
        "I am going to end my life tonight.",
        "I can't keep myself safe",
        "I don't think I can keep myself safe tonight",
        "I'm not sure I can keep myself safe",
        "I want to die and I have a plan and the means",
        "I've saved up my pills and I am ready to die",
        "Goodbye everyone. I can't go on living.",
        "I want to disappear. Please look after my dog.",
        "I feel hopeless. I am going to do it tonight.",
        "I want to die, tomorrow it will be over",
        "I tried to kill myself yesterday",
        "The voices are telling me to hurt myself",
        "I am going to kill my neighbour",
    ],
)
def test_a_plan_means_intent_or_a_goodbye_is_a_crisis(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).level == CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "I just took all my pills",
        "I have taken an overdose",
        "i swallowed a whole bottle of tablets an hour ago",
        "she took forty paracetamol tonight",
        "my son has taken an overdose",
    ],
)
def test_an_overdose_taken_is_a_crisis_and_an_emergency(lexicon: Lexicon, text: str) -> None:
    found = assess(text, lexicon)
    assert (found.level, found.urgency) == (CRISIS, Urgency.EMERGENCY)


@pytest.mark.parametrize(
    "text",
    [
        "I feel hopeless",
        "I'm such a burden to my family",
        "I feel so alone",
        "I hate myself",
        "I can't cope any more",
        "I relapsed last week after two years sober",
        "I make myself sick after meals",
        "I've been hearing voices at night",
        "We lost my cousin to suicide",
        "I hurt myself",
    ],
)
def test_distress_is_amber(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).level == AMBER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thanks, that helped a lot",
        "Does anyone know whether metformin is taken with food?",
        "I'm dying to know how it went",
        "You killed it at the recital!",
        "I could murder a curry",
        "My feet are killing me after that walk",
        "I nearly died laughing",
        "That cake is to die for",
        "The battery died on me",
        "My mum is going to kill me when she sees the kitchen",
        "I cut myself shaving this morning",
        "Cut yourself some slack",
        "I took 2 tablets this morning with breakfast",
        "I took all my tablets as prescribed",
        "I am cutting sugar out and cut myself some slack on Sundays",
        "In the end it was only a cold",
        "I would kill for a good night's sleep",
    ],
)
def test_everyday_words_and_manners_of_speaking_are_green(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).level == GREEN


@pytest.mark.parametrize(
    "text",
    [
        "kms",
        "i want to kil myself",
        "I wanna diiiiie",
        "i just wnat to die",
        "im su1cidal",
        "feeling s u i c i d a l",
        "suicdal thoughts all day",
        "I want to d*e",
        "I want to unalive myself",
        "su\u200bicidal",
        "ѕuісіdаl",
        "I WANT TO DIE",
        "i dont want to be here anymore",
        "I don’t want to live",
        "I want to... die",
        "everything hurts.I want to die!I mean it",
        "I fucking want to just die",
    ],
)
def test_spelling_does_not_hide_danger(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).level == RED


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("I would never kill myself", "negated"),
        ("I'm not suicidal, only tired", "negated"),
        ("Ten years ago I tried to kill myself.", "past"),
        ("When I was 15 I tried to end my life", "past"),
        ("If you feel suicidal please call somebody", "to-reader"),
        ("Are you thinking of killing yourself?", "to-reader"),
        ('She said "I want to die" and slammed the door', "quoted"),
        ("> I want to die\nI hope that passes", "quoted"),
        ("I want to die lol", "jest"),
        ("I want to die 😂", "jest"),
    ],
)
def test_a_context_lowers_danger_to_amber_and_is_named(lexicon: Lexicon, text: str, context: str) -> None:
    found = assess(text, lexicon)
    assert found.level == AMBER
    assert any(context in rule.split(":") for rule in rules(found))


@pytest.mark.parametrize(
    "text",
    [
        "I can't stop thinking about killing myself",
        "nobody knows that I want to die",
        "I've never felt so suicidal",
        "I'm not sure I can go on. I want to die",
        'I keep thinking "I want to die"',
        "Ten years ago I tried to end my life and I still want to",
        "Not a day passes when I am not tired, I want to die",
        "It is not that bad, but I want to die",
    ],
)
def test_a_doubtful_context_keeps_the_level(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).level == RED


@pytest.mark.parametrize(
    "text",
    [
        "My brother said he wants to die",
        "my daughter keeps saying she wants to kill herself",
        "My friend is suicidal and I don't know what to do",
    ],
)
def test_another_person_at_risk_stays_red_under_a_rule_of_its_own(lexicon: Lexicon, text: str) -> None:
    found = assess(text, lexicon)
    assert found.level == RED
    assert any(rule.endswith(":third-person") for rule in rules(found))


def test_an_overdose_long_ago_is_amber_and_no_emergency(lexicon: Lexicon) -> None:
    found = assess("Years ago I took an overdose", lexicon)
    assert (found.level, found.urgency) == (AMBER, Urgency.ROUTINE)


def test_a_later_sentence_without_the_past_keeps_its_own_level(lexicon: Lexicon) -> None:
    assert assess("Years ago I took an overdose. I want to die.", lexicon).level == RED


def test_a_text_about_its_writer_scores_above_the_same_words_to_a_reader(lexicon: Lexicon) -> None:
    own = assess("I feel hopeless and I hate my life, I cry every day", lexicon)
    theirs = assess("you sound sad and you hate your life, you cry every day", lexicon)
    assert own.rank > theirs.rank


def test_more_reasons_give_a_higher_score_within_a_level(lexicon: Lexicon) -> None:
    one = assess("I want to die", lexicon)
    several = assess("I want to die. I feel hopeless, worthless and so alone", lexicon)
    assert (one.level, several.level) == (RED, RED)
    assert several.score > one.score


def test_a_lone_quotation_mark_does_not_reach_into_the_next_paragraph(lexicon: Lexicon) -> None:
    assert assess('Ask the "clerk\n\nShe left. I want to die. It said "open"', lexicon).level == RED
