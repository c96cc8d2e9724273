"""What holds of rich text whatever anybody types."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.rich_text import (
    MAX_SOURCE,
    UnacceptableText,
    clean,
    clean_line,
    excerpt,
    plain_text,
    render,
    sanitise,
)
from tests.builders.audited_markup import faults

AWKWARD = st.sampled_from(
    "\u200b\u200c\u200d\u202e\u2066\u0301\u0316\u0344\u0338\u2126\u212b\u2adc\ufe0f\ufe0e\u180b"
    "\u093c\u0958\u094d\u1cd0\u06cc👩⚕🏽🏴\U000e0067\U000e007f\U000e0100葛"
    "\x00\r\n\t\ud800\ufeff\u3164 ae"
)
ANY_TEXT = st.text(st.one_of(st.characters(), AWKWARD), max_size=60)
MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from([*"*_`~#>-+=|!<>[]()&;:/\\\n \t\"'1."]),
        st.sampled_from(["](", "http://a.example", "javascript:a()", "```", "\n\n", "    ", "&#60;"]),
        ANY_TEXT,
    ),
    max_size=40,
).map("".join)
HTML = st.lists(
    st.one_of(
        st.sampled_from(["<script>", "</script>", "<svg>", "<math>", "<style>", "<template>", "<p>"]),
        st.sampled_from(["<a href=", "javascript:a()", "<img src=a onerror=b()>", "<table>", "<td>"]),
        st.sampled_from(["<select>", "<noscript>", "<mtext>", "<plaintext>", "<textarea>", "<em b=1>"]),
        st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "</p>", "</a>", "<li>", "<ol start=3>"]),
        st.sampled_from(["&lt;", "&#0;", "&colon;", "&amp", "&nbsp;", *"<>/=\"'` \n&;"]),
        ANY_TEXT,
    ),
    max_size=40,
).map("".join)
PLAIN_WORDS = st.text("abcXYZ*_~#>-+.!`123 \n\t", min_size=1, max_size=200)


def letters(text):
    return [character for character in text if character.isalpha()]


def render_or_refuse(source):
    try:
        return render(source)
    except UnacceptableText:
        return ""


@given(st.one_of(ANY_TEXT, MARKDOWN, HTML))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_a_clean_line_is_one_line_and_stays_as_it_is(text):
    line = clean_line(text)
    assert clean_line(line) == line == line.strip()
    assert not set(line) & set("\n\t\r")


@given(ANY_TEXT)
def test_clean_text_is_composed_and_encodes(text):
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(st.one_of(ANY_TEXT, MARKDOWN, HTML))
def test_a_cleaned_text_that_is_not_empty_always_renders(text):
    source = clean(text)[:MAX_SOURCE].strip()
    assert source == "" or render(source) != ""


@given(st.one_of(MARKDOWN, HTML))
def test_rendered_markup_stays_in_the_allow_list(source):
    assert faults(render_or_refuse(source)) == []


@given(st.one_of(MARKDOWN, HTML))
def test_rendered_markup_is_a_fixed_point_of_the_sanitiser(source):
    html = render_or_refuse(source)
    assert sanitise(html) == html


@given(st.one_of(ANY_TEXT, HTML))
def test_sanitised_markup_stays_in_the_allow_list(html):
    assert faults(sanitise(html)) == []


@given(st.one_of(ANY_TEXT, HTML))
def test_sanitising_twice_is_sanitising_once(html):
    assert sanitise(sanitise(html)) == sanitise(html)


@given(st.one_of(MARKDOWN, HTML))
def test_rendered_markup_holds_no_character_that_cleaning_takes_out(source):
    hidden = set("\u200b\u202e\u2066\ufeff\u3164\x00\r\ud800")
    assert not hidden & set(render_or_refuse(source))


@given(PLAIN_WORDS)
def test_no_letter_that_somebody_wrote_is_lost(source):
    html = render_or_refuse(source)
    assert letters(plain_text(html)) == letters(source)


@given(MARKDOWN, st.integers(1, 80))
def test_an_excerpt_is_one_line_within_its_limit(source, limit):
    words = excerpt(render_or_refuse(source), limit)
    assert len(words) <= limit
    assert "\n" not in words


@pytest.mark.parametrize("planted", ["<script>a()</script>", "<p onclick=a()>", "<a href=data:a>"])
def test_the_oracle_sees_a_planted_fault(planted):
    assert faults(planted) != []
