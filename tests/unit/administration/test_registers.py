"""What numbers of registers look like; the property of the check digit stands at the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.administration import registers
from forum.errors import BadInput

FITTING = [
    ("GMC", "1234567", "1234567"),
    ("GMC", " 123 4567 ", "1234567"),
    ("NMC", "12a3456b", "12A3456B"),
    ("HCPC", "PH123456", "PH123456"),
    ("HCPC", "pyl12345", "PYL12345"),
    ("GPhC", "2012345", "2012345"),
    ("NPI", "1234567893", "1234567893"),
    ("NPI", "123-456-7893", "1234567893"),
    ("Other", "Medical  Board 123", "Medical Board 123"),
]
UNFIT = [
    ("GMC", "123456"),
    ("GMC", "12345678"),
    ("GMC", "123456٧"),  # a figure of another script
    ("NMC", "12A34567"),
    ("NMC", "1A23456B"),
    ("HCPC", "P123456"),
    ("HCPC", "PHXY123"),
    ("HCPC", "PH1234567"),
    ("GPhC", "1012345"),
    ("NPI", "3234567893"),
    ("NPI", "123456789"),
    ("Other", "Board"),
    ("Other", "1"),
]
nine_figures = st.tuples(st.sampled_from("12"), st.text("0123456789", min_size=8, max_size=8)).map("".join)


def npis_beginning(nine: str) -> list[str]:
    """Return those of the ten numbers with this beginning that are taken."""
    taken = []
    for last in "0123456789":
        try:
            taken.append(registers.normalised("NPI", nine + last))
        except BadInput as refused:
            assert refused.problem == "check_digit"
    return taken


@pytest.mark.parametrize(("register", "typed", "kept"), FITTING)
def test_number_that_fits_is_kept_as_the_register_writes_it(register, typed, kept):
    assert registers.normalised(register, typed) == kept


@pytest.mark.parametrize(("register", "typed"), UNFIT)
def test_number_that_does_not_fit_is_refused(register, typed):
    with pytest.raises(BadInput, match="number: form"):
        registers.normalised(register, typed)


def test_register_that_is_not_known_is_refused():
    with pytest.raises(BadInput, match="register: unknown"):
        registers.normalised("gmc", "1234567")


@pytest.mark.parametrize("register", registers.REGISTERS)
def test_example_of_a_register_fits_it(register):
    assert registers.normalised(register, registers.REGISTERS[register].example)


@given(nine_figures)
def test_every_beginning_of_an_npi_has_exactly_one_last_figure(nine):
    assert len(npis_beginning(nine)) == 1


@given(nine_figures, st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_figure_of_an_npi_is_always_noticed(nine, place, by):
    (right,) = npis_beginning(nine)
    wrong = str((int(right[place]) + by) % 10)
    mistyped = right[:place] + wrong + right[place + 1 :]
    with pytest.raises(BadInput):
        registers.normalised("NPI", mistyped)


@given(st.sampled_from(list(registers.REGISTERS)), st.text(max_size=50))
def test_what_is_kept_of_a_number_is_kept_the_same_again(register, typed):
    try:
        kept = registers.normalised(register, typed)
    except BadInput:
        return
    assert registers.normalised(register, kept) == kept
