"""What one person writes, and what another reads of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.rich_text import (
    MAX_SOURCE,
    Problem,
    UnacceptableText,
    clean,
    clean_line,
    excerpt,
    plain_text,
    render,
    sanitise,
)
from tests.builders.audited_markup import REL, faults, tags

KEPT_BY_CLEANING = {
    "a family joined by joiners": "👨‍👩‍👧",
    "a health worker": "👩🏽‍⚕️",
    "a heart on fire": "❤️‍🔥",
    "a nodding face": "🙂‍↔️",
    "a keycap": "1️⃣",
    "a flag of two letters": "🇳🇿",
    "the flag of Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Hindi with a joiner": "क्\u200dष",
    "a name with an ideograph's variant": "葛\U000e0100城",
    "Mongolian with a variant": "ᠠ\u180b",
    "a Syriac sign that is seen": "\u070fܐ",
    "Vietnamese": "Tiếng Việt",
    "a tab": "a\tb",
}

CLEANED = {
    "windows newlines": ("a\r\nb\rc", "a\nb\nc"),
    "other newlines": ("a\u2028b\u2029c\x85d\x0be\x0cf", "a\nb\nc\nd\ne\nf"),
    "controls": ("a\x00b\x1bc\x7fd\x9fe", "abcde"),
    "a lone surrogate": ("a\ud800b", "a\ufffdb"),
    "decomposed letters": ("e\u0301", "é"),
    "an override": ("a\u202eb\u202c", "ab"),
    "isolates": ("\u2066a\u2069", "a"),
    "direction marks": ("a\u200eb\u200fc\u061cd", "abcd"),
    "a split word": ("he\u200blp m\u00ade n\u2060ow", "help me now"),
    "a joiner between latin letters": ("he\u200dl\u200cp", "help"),
    "a joiner at an end": ("\u200d👩\u200d", "👩"),
    "hidden tag letters": ("a\U000e0068\U000e0069", "a"),
    "a flag with a hidden message": ("🏴\U000e0068\U000e0069\U000e007f", "🏴"),
    "hidden bytes in selectors": ("a\U000e0110\ufe01\ufe02", "a"),
    "a doubled selector": ("❤\ufe0f\ufe0f", "❤\ufe0f"),
    "fillers that make an empty name": ("\u3164\u115f\uffa0\u2800", ""),
    "a byte order mark": ("\ufeffa", "a"),
    "a tower of marks": ("a" + "\u0316" * 500, "a" + "\u0316" * 8),
    "spaces at ends of lines": ("a  \nb\u00a0\n", "a\nb"),
    "blank lines around": ("\n \n  a\n\n", "  a"),
}


@pytest.mark.parametrize("text", KEPT_BY_CLEANING.values(), ids=KEPT_BY_CLEANING)
def test_cleaning_keeps_what_scripts_and_emoji_need(text):
    assert clean(text) == text


@pytest.mark.parametrize(("text", "cleaned"), CLEANED.values(), ids=CLEANED)
def test_cleaning_takes_out_what_nobody_sees(text, cleaned):
    assert clean(text) == cleaned


def test_removal_that_joins_a_letter_and_its_mark_is_followed_by_composing_them():
    assert clean("e\u200b\u0301") == "é"


def test_clean_line_makes_every_white_space_one_space():
    assert clean_line(" a\n\nb\t\u00a0\u3000 c ") == "a b c"


RENDERED = {
    "a paragraph": ("a", "<p>a</p>\n"),
    "a line break that stays": ("a\nb", "<p>a<br>\nb</p>\n"),
    "emphasis": ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n"),
    "code": ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
    "a rule": ("a\n\n---", "<p>a</p>\n<hr>\n"),
    "a top heading": ("# a", "<h3>a</h3>\n"),
    "a second heading": ("## a", "<h4>a</h4>\n"),
    "a small heading": ("###### a", "<h5>a</h5>\n"),
    "an underlined paragraph that is no heading": ("a\n===", "<p>a<br>\n===</p>\n"),
    "an indented line that is no code": ("    a", "<p>a</p>\n"),
    "a list that begins at three": ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
    "a quotation": ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
    "fenced code with its first words": (
        "```help me\nx\n```",
        "<pre><code>help me\nx\n</code></pre>\n",
    ),
    "a table that is text": ("|a|\n|-|", "<p>|a|<br>\n|-|</p>\n"),
    "html that is text": ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
    "an entity that is text": ("&#8238;", "<p>&amp;#8238;</p>\n"),
    "a bare address that is text": ("https://a.example", "<p>https://a.example</p>\n"),
    "an e-mail address that is text": ("<a@b.example>", "<p>&lt;a@b.example&gt;</p>\n"),
    "a reference that is text": ("[a]\n\n[a]: https://b.example", None),
    "nothing but a rule": ("***", "<p>***</p>"),
}


@pytest.mark.parametrize(("source", "html"), RENDERED.values(), ids=RENDERED)
def test_markdown_becomes_the_markup_of_this_house(source, html):
    assert render(source) == (html or "<p>[a]</p>\n<p>[a]: https://b.example</p>\n")


@pytest.mark.parametrize("source", ["[a](https://b.example/?c=d&e=f'g)", "<http://b.example>"])
def test_explicit_link_is_followed_by_nobody_but_a_reader(source):
    html = render(source)
    assert (tags(html), faults(html)) == (["p", "a"], [])
    assert f'rel="{REL}"' in html


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,a",
            "vbscript:a",
            "file:///a",
        ),
        *(
            "mailto:a@b.example",
            "tel:123",
            "//b.example",
            "/threads",
            "a",
            "#a",
            "http:a",
            "https://",
        ),
        *("https://health.example@b.example", "https://a\\@b.example", "&#106;avascript:alert(1)"),
    ],
)
def test_other_addresses_stay_text(address):
    assert tags(render(f"[a]({address}) <{address}>")) == ["p"]


def test_link_title_is_not_kept():
    assert "title" not in render('[a](https://b.example "title")')


def test_image_is_only_a_link():
    assert tags(render("![a](https://b.example/c.png)")) == ["p", "a"]


def test_link_without_text_shows_where_it_leads():
    assert plain_text(render("[](https://b.example)")) == "https://b.example"


def test_address_of_look_alike_letters_is_shown_as_punycode():
    assert plain_text(render("<https://\u0430pple.example>")) == "https://xn--pple-43d.example"


def test_address_is_not_decoded_into_an_override():
    assert "\u202e" not in render("<https://b.example/%E2%80%AE>")


@pytest.mark.parametrize("source", ["", " \n\t\n", "\u200b\x00", "\u3164"])
def test_text_of_nothing_is_refused_as_empty(source):
    with pytest.raises(UnacceptableText) as refusal:
        render(source)
    assert refusal.value.problem is Problem.EMPTY


def test_text_past_the_limit_is_refused_as_too_long():
    with pytest.raises(UnacceptableText) as refusal:
        render("a" * (MAX_SOURCE + 1))
    assert refusal.value.problem is Problem.TOO_LONG


def test_length_is_counted_after_cleaning():
    assert render("a" * MAX_SOURCE + "\n" * 50 + "\u200b").startswith("<p>aaa")


def test_refusal_does_not_repeat_the_words():
    with pytest.raises(UnacceptableText) as refusal:
        render("secret " * MAX_SOURCE)
    assert "secret" not in repr(refusal.value)


BOMBS = [
    *(
        "[",
        "]",
        "![",
        "[a](",
        "[a](b",
        "[](http://a)",
        "[[](http://a)",
        "*",
        "*a",
        "*a_",
        "*a **b ",
    ),
    *(
        "_a __b ",
        "`",
        "`a",
        "`a``b",
        "\\",
        ">",
        "> ",
        "- ",
        "1. ",
        "-\n",
        "+\n-\n",
        "<",
        "<a ",
        "<!--",
    ),
    *(
        "<http://",
        "<http://a>",
        "(",
        "&",
        "#\n",
        "~~~\n",
        "x\n",
        "x\n\n",
        "\u00a0x",
        '"',
        "[a]: b\n",
    ),
    ">" * 18 + "a\n\n",
    "- " * 12 + "a\n\n",
    "<http://\u00e9> ",
    "\u0301\u0316",
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_markdown_bomb_becomes_bounded_and_clean_markup(bomb):
    html = render((bomb * MAX_SOURCE)[:MAX_SOURCE])
    assert len(html) <= 8 * MAX_SOURCE
    assert faults(html) == []


def test_words_nested_past_the_limit_are_shown_all_the_same():
    assert "help" in plain_text(render(">" * 40 + " help"))


def test_emphasis_nested_past_the_limit_is_shown_as_text():
    assert set(tags(render("*a **b " * 200 + "b** a*" * 200))) == {"p"}


def test_fault_of_the_parser_does_not_cost_the_words(monkeypatch):
    def fail(self, source):
        raise IndexError

    monkeypatch.setattr("forum.rich_text.rendering.MarkdownIt.parse", fail)
    assert render("*a*\nb\n\nc") == "<p>*a*<br>\nb</p>\n<p>c</p>"


SANITISED = {
    "a script": ("<p>a<script>b</script></p>", "<p>ab</p>"),
    "a handler": ('<p onclick="a()">b</p>', "<p>b</p>"),
    "a style": ('<p style="color:red" class="a" id="b">c</p>', "<p>c</p>"),
    "a comment": ("a<!-- b -->c", "ac"),
    "a form": ("<form action=a><input name=b>c</form>", "c"),
    "an override by entity": ("a&#8238;b", "ab"),
    "a heading of the page": ("<h1>a</h1>", "a"),
    "a list that begins elsewhere": ('<ol start="x"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    "an unclosed tag": ("<p><em>a", "<p><em>a</em></p>"),
}


@pytest.mark.parametrize(("html", "sanitised"), SANITISED.values(), ids=SANITISED)
def test_sanitising_leaves_only_the_allow_list(html, sanitised):
    assert sanitise(html) == sanitised


@pytest.mark.parametrize("address", ["javascript:a()", "//a.example", "/a", "https://a@b.example"])
def test_sanitising_takes_the_address_of_a_bad_link(address):
    assert "href" not in sanitise(f'<a href="{address}">a</a>')


@pytest.mark.parametrize("layer", ["_first_gate", "_last_gate"])
def test_either_gate_alone_stops_a_script(layer, monkeypatch):
    monkeypatch.setattr(f"forum.rich_text.sanitising.{layer}", lambda html: html)
    html = '<img src=a onerror=b()><svg onload=c()><a href="javascript:d()">e</a><script>f()</script>'
    assert [fault for fault in faults(sanitise(html)) if "rel" not in fault] == []


def test_markup_made_to_multiply_is_refused():
    with pytest.raises(UnacceptableText) as refusal:
        sanitise("".join(f"<em a={n}><p>" for n in range(2000)))
    assert refusal.value.problem is Problem.TOO_COMPLEX


def test_markup_past_the_limit_is_refused():
    with pytest.raises(UnacceptableText) as refusal:
        sanitise("a" * 100_000)
    assert refusal.value.problem is Problem.TOO_LONG


def test_plain_text_has_a_line_for_each_block():
    assert plain_text(render("# a\n\n*b* c\nd\n\n- e\n- f\n\n> g")) == "a\nb c\nd\ne\nf\ng"


def test_plain_text_reads_escaped_characters_as_they_were_written():
    assert plain_text(render("a < b & c > d \"e\" 'f'")) == "a < b & c > d \"e\" 'f'"


def test_plain_text_keeps_the_indents_of_code():
    assert plain_text(render("```\nif a:\n    b\n```")) == "if a:\n    b"


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(11, "one two six"), (10, "one two…"), (8, "one two…"), (7, "one…"), (3, "on…"), (1, "…")],
)
def test_excerpt_ends_between_words_within_its_limit(limit, expected):
    assert excerpt(render("one *two*\n\nsix"), limit) == expected


def test_excerpt_does_not_end_in_half_an_emoji():
    assert excerpt("<p>👩\u200d⚕\ufe0fabc</p>", 3) == "👩…"


def test_threads_that_render_at_once_get_each_their_own_words():
    sources = [f"# {n}\n\n*{n}* [{n}](https://b.example/{n})\n\n- {n}" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, sources)) == [render(source) for source in sources]
