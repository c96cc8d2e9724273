"""Joining, forgetting, and finding the way back without anybody knowing who one is."""

from tests.journeys.people import (
    asks_for_new_password_with,
    joins,
    signs_in,
    signs_out,
)


def test_somebody_who_forgets_the_password_comes_back_with_the_printed_code(arrives) -> None:
    newcomer = arrives()
    code = joins(newcomer, signin_name="kettle-and-cups", name="Slow Kettle", password="harbour lamp tin whistle")
    signs_out(newcomer)
    next_code = asks_for_new_password_with(newcomer, "kettle-and-cups", code, password="orange violin gravel mast")
    assert next_code != code
    signs_in(newcomer, "kettle-and-cups", "orange violin gravel mast")
    newcomer.sees("Good to see you, Slow Kettle")
