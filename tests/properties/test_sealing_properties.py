"""A sealed value opens only where it was sealed; a tag says the same only for the same parts of the same purpose."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forum.errors import SealBroken, UnknownMasterKey
from forum.sealing import DataKey, KeyRing, Place

KEY, OTHER = DataKey.fresh(), DataKey.fresh()
RING = KeyRing("m2", {"m1": OTHER, "m2": KEY}, b"l" * 32)
words = st.text(st.characters(exclude_categories=["Cs"]))
places = st.builds(Place, words, words, words)
parts = st.lists(st.binary(max_size=6), max_size=4)


@given(words, places)
def test_sealed_words_open_where_they_were_sealed(said, place):
    assert KEY.unseal(KEY.seal(said, place), place) == said


@given(st.binary(), places)
def test_sealed_bytes_open_where_they_were_sealed(raw, place):
    assert KEY.unseal_bytes(KEY.seal(raw, place), place) == raw


@given(words, places, places)
def test_sealed_words_open_nowhere_else(said, place, elsewhere):
    assume(place != elsewhere)
    with pytest.raises(SealBroken):
        KEY.unseal(KEY.seal(said, place), elsewhere)


@given(places, st.integers(0, 2), st.integers(0, 2), words)
def test_shifting_letters_from_one_part_of_a_place_to_another_makes_another_place(place, source, target, moved):
    assume(source != target and moved)
    whole, shifted = list(place), list(place)
    whole[source] += moved
    shifted[target] = moved + shifted[target]
    assume(whole != shifted)
    assert Place(*whole).bytes() != Place(*shifted).bytes()


@given(places, places)
def test_two_places_are_never_spelled_alike(one, other):
    assert (one == other) == (one.bytes() == other.bytes())


@given(words, places)
def test_sealed_words_do_not_open_under_another_key(said, place):
    with pytest.raises(SealBroken):
        OTHER.unseal(KEY.seal(said, place), place)


@given(words, places, st.data())
def test_any_changed_bit_breaks_the_seal(said, place, data):
    sealed = bytearray(KEY.seal(said, place))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        KEY.unseal(bytes(sealed), place)


@given(words, places, st.data())
def test_any_missing_end_breaks_the_seal(said, place, data):
    sealed = KEY.seal(said, place)
    with pytest.raises(SealBroken):
        KEY.unseal(sealed[: data.draw(st.integers(0, len(sealed) - 1))], place)


@given(words, places)
def test_same_words_never_look_the_same_twice(said, place):
    assert KEY.seal(said, place) != KEY.seal(said, place)


@given(words, words)
def test_wrapped_key_opens_for_its_own_id_alone(key_id, other_id):
    assume(key_id != other_id)
    wrapped = RING.wrap(DataKey.fresh(), key_id)
    RING.unwrap(wrapped, "m2", key_id)
    with pytest.raises(SealBroken):
        RING.unwrap(wrapped, "m2", other_id)


@given(words, places)
def test_unwrapped_key_is_the_key_that_was_wrapped(said, place):
    key = DataKey.fresh()
    assert RING.unwrap(RING.wrap(key, "k"), "m2", "k").unseal(key.seal(said, place), place) == said


def test_key_wrapped_by_one_master_does_not_open_by_another():
    with pytest.raises(SealBroken):
        RING.unwrap(RING.wrap(DataKey.fresh(), "k"), "m1", "k")


def test_master_key_that_the_ring_lacks_is_named_as_such():
    with pytest.raises(UnknownMasterKey):
        RING.unwrap(RING.wrap(DataKey.fresh(), "k"), "m3", "k")


@given(words, words, parts)
def test_tags_differ_by_purpose(one, other, said):
    assert (RING.tag(one, *said) == RING.tag(other, *said)) == (one == other)


@given(parts, parts)
def test_tags_differ_by_parts_and_by_where_they_end(one, other):
    assert (RING.tag("p", *one) == RING.tag("p", *other)) == (one == other)


def test_tag_moves_no_letter_between_parts():
    assert len({RING.tag(*p) for p in (("p", "ab", "c"), ("p", "a", "bc"), ("p", "abc"), ("pa", "b", "c"))}) == 4


@given(parts)
def test_tags_differ_by_lookup_key(said):
    assert RING.tag("p", *said) != KeyRing("m2", RING.masters, b"k" * 32).tag("p", *said)


def test_no_key_shows_in_a_representation():
    raw = b"0123456789abcdef" * 2
    ring = KeyRing("m1", {"m1": DataKey(raw)}, raw)
    assert "0123456789abcdef" not in f"{ring!r} {ring} {DataKey(raw)!r} {ring.masters!r}"


SIZES = (192, 256, 384, 512, 768, 1024, 1536, 2048)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500))
def test_sealed_text_has_one_of_a_few_lengths(said):
    sealed = KEY.seal(said, Place("t", "c", "r"))
    assert len(sealed) - 28 == next(size for size in SIZES if size > len(said.encode()))


@given(st.text("\0\x80a", max_size=8))
def test_text_that_looks_like_padding_comes_back_whole(said):
    assert KEY.unseal(KEY.seal(said, Place("t", "c", "r")), Place("t", "c", "r")) == said
