"""Whatever is done to a fiche, and in whatever order, what it says of itself holds."""

import pytest
from fiche_sequences import MAY_WAIT, play
from following import Exchange

from pdpcli.rules.vocabulary import CHOICES


@pytest.mark.parametrize("hundred", range(2))
def test_random_sequences_of_the_verbs_keep_what_a_fiche_says_of_itself(hundred):
    """More by hand: tests/fiche_sequences.py 5000."""
    done = [name for seed in range(hundred * 100, hundred * 100 + 100) for name in play(seed).done]
    assert len(set(done)) == 17, set(done)  # each verb was played, none in vain


def test_every_state_is_reached_by_a_short_story():
    reached = set()
    for verbs in (
        [], ["give"], ["refused"], ["withdrawn"], ["give", "send"], ["give", "send", "ack"],
        ["give", "send", "taken_on"], ["give", "send", "reply"], ["give", "send", "declined"],
        ["give", "send", "dropped"], ["cancel"],
    ):  # fmt: skip
        reached.add(told(Exchange(), verbs))
    for verbs in ([], ["declined"]):
        reached.add(told(Exchange(received=True), verbs))
    assert reached == set(CHOICES["fiche_state"])
    assert set(MAY_WAIT) < reached


def told(exchange, verbs):
    no = {"refused", "withdrawn"}
    for verb in verbs:
        if verb in no:
            exchange.say_no(verb)
        elif verb in ("give", "send", "reply", "cancel"):
            getattr(exchange, verb)()
        else:
            exchange.note(verb)
    state = exchange.state
    exchange.db.close()
    return state
