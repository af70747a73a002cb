"""The state of a fiche is a function of plain facts: no store is needed to say it."""

from datetime import date

import pytest

from pdpcli.rules.exchange_state import Fiche, Told, is_theirs, standing, state

ON = date(2026, 6, 10)


def day(number):
    return date(2026, 6, number)


def told(on, number):
    """The ``number``-th thing that was recorded."""
    return Told(day(on), f"2026-06-30T08:00:{number:02}Z", number)


def fiche(**said):
    return Fiche(ON, **said)


def signed(**said):
    return fiche(consent="given", consent_said_on=day(11), consent_on=day(11), **said)


def stands(one):
    return state(one), standing(one).waits, standing(one).since


def test_what_is_not_said_is_to_be_signed():
    assert stands(fiche()) == ("sign", "sign", ON)
    assert stands(signed()) == ("send", "produce", day(11))
    assert stands(signed(produced_on=day(12))) == ("send", "send", day(12))


def test_a_second_copy_does_not_begin_the_wait_again():
    one = signed(sent=(told(13, 1), told(20, 2)))
    assert stands(one) == ("sent", "answer", day(13))
    assert (one.first_sent, one.last_sent) == (day(13), day(20))


def test_told_in_another_order_it_waits_from_the_first_day():
    assert standing(signed(sent=(told(20, 1), told(13, 2)))).since == day(13)


def test_sent_again_after_a_refusal_of_the_partner_it_waits_from_then():
    one = signed(sent=(told(13, 1), told(20, 3), told(22, 4)), told={"declined": (told(15, 2),)})
    assert stands(one) == ("sent", "answer", day(20))


def test_taken_on_after_all_it_waits_from_the_first_day():
    notices = {"declined": (told(15, 2),), "taken_on": (told(16, 3),)}
    assert stands(signed(sent=(told(13, 1),), told=notices)) == ("taken_on", "answer", day(13))


def test_of_several_notices_of_a_kind_the_last_recorded_ends_it():
    again = (told(16, 2), told(14, 4))
    one = signed(sent=(told(13, 1), told(15, 3)), told={"declined": again})
    assert state(one) == "declined"
    assert standing(one).since == day(16)


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        (("in", 0, ""), True),
        (("out", 0, "partner"), False),
        (("out", 1, "partner"), True),
        (("in", 1, "us"), False),
        (("in", 2, ""), False),
    ],
)
def test_we_owe_the_reply_of_what_they_ask(said, reply):
    assert is_theirs(*said) is reply


def test_what_they_ask_waits_for_our_reply_from_the_day_it_came():
    one = fiche(round=1, sides={"request": "partner"}, asked_on=day(12))
    assert stands(one) == ("to_answer", "reply", day(12))
    arrived = fiche(round=1, sides={"request": "partner"}, asked_on=day(12),
                    told={"received": (told(14, 1),)})  # fmt: skip
    assert standing(arrived).since == day(14)


@pytest.mark.parametrize("quiet", [{"silent": True}, {"case_state": "closed"}])
def test_nothing_waits_of_a_person_limited_or_of_a_situation_closed(quiet):
    assert standing(signed(**quiet)).waits == ""
    assert state(signed(**quiet)) == "send"
