"""Random sequences of what may happen to a fiche; wherever they lead, what it says of itself holds.

PYTHONPATH=tests python tests/fiche_sequences.py [HOW_MANY [SEED]]
"""

import random
import sys
from contextlib import suppress
from dataclasses import dataclass, field

from following import BTP, CAPE, TODAY, Exchange
from sqlcipher3 import dbapi2

from pdpcli.errors import PdpError
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store.exchange import fiches
from pdpcli.store.morning import waiting
from pdpcli.store.notices import notices_of
from pdpcli.workflows.misdirected import Misdirection
from pdpcli.workflows.remind import owed

#: What a fiche in each state may wait for.
MAY_WAIT = {
    "sign": {"sign"},
    "send": {"produce", "send"},
    "sent": {"answer"},
    "acknowledged": {"answer"},
    "taken_on": {"answer"},
    "to_answer": {"reply", "sign", "produce", "send"},
}
#: What ends the waiting, and what may begin it again.
_QUIET = {"refused", "withdrawn", "declined", "dropped", "cancel"}
_AGAIN = {"give", "send", "reply", "taken_on", "more", "rectify", "take_back", "astray"}


@dataclass
class Played:
    """One sequence: what was done, in words, and whether nothing may nag."""

    exchange: Exchange
    dice: random.Random
    done: list = field(default_factory=list)
    quiet: bool = False

    def verbs(self):
        exchange, dice = self.exchange, self.dice
        ago = dice.randrange(12)
        said = {"taken_on": {"counsellor": "Zoé Fictive"}, "news": {"text": "Fictif."}}
        kinds = ("ack", "taken_on", "news", "declined", "dropped")
        return {
            "give": lambda: exchange.give(ago),
            "refused": lambda: exchange.say_no("refused", ago),
            "withdrawn": lambda: exchange.say_no("withdrawn", ago),
            "release": lambda: exchange.release(0),
            "send": lambda: exchange.send(ago),
            "reply": lambda: exchange.reply(ago, "us" if self.theirs() else "partner"),
            "remind": exchange.remind,
            "more": lambda: exchange.more(objet_texte="Suite (fictif)."),
            "rectify": lambda: exchange.rectify(new_signature=dice.random() < 0.5),
            "astray": lambda: exchange.astray(
                Misdirection("Un cabinet", exchange.moment(0, 0), "Erreur.", "")
            ),
            "take_back": lambda: exchange.take_back(self.some_notice()),
            "cancel": exchange.cancel,
            **{kind: lambda kind=kind: exchange.note(kind, ago, **said.get(kind, {}))
               for kind in kinds},
        }  # fmt: skip

    def theirs(self):
        from pdpcli.store.entries import entries_of, is_theirs

        fiche = self.exchange.fiche
        return is_theirs(fiche, entries_of(self.exchange.db, fiche.id))

    def some_notice(self):
        told = notices_of(self.exchange.db, "2025-0001", 1)
        return self.dice.choice(told)["id"] if told else 0

    def step(self):
        verbs = self.verbs()
        weights = [1 if name == "cancel" else 4 for name in verbs]
        name = self.dice.choices(list(verbs), weights)[0]
        with suppress(PdpError, dbapi2.IntegrityError):
            verbs[name]()
            self.done.append(name)
            if name in _QUIET:
                self.quiet = True
            elif name in _AGAIN:
                self.quiet = False

    def check(self):
        row = self.exchange.row
        told = (" ".join(self.done), row["state"], row["waits"])
        assert row["state"] in CHOICES["fiche_state"], told
        may = MAY_WAIT.get(row["state"], {""})
        assert row["waits"] in may, told
        assert not (self.quiet and row["waits"]), told
        listed = [one["waits"] for one in waiting(self.exchange.db, TODAY)]
        assert listed == [row["waits"]] * bool(row["waits"]), told
        assert len(owed(self.exchange.db, TODAY)) == (row["waits"] == "answer"), told
        in_progress = fiches(self.exchange.db, TODAY)
        assert len(in_progress) == (row["state"] != "cancelled"), told
        assert row["since"] <= TODAY.isoformat(), told


def play(seed, steps=18):
    """Play one sequence; AssertionError tells what was done."""
    dice = random.Random(seed)  # noqa: S311 - to be played again
    under, received = dice.choice([(BTP, False), (BTP, True), (CAPE, False)])
    played = Played(Exchange(under, received=received), dice)
    try:
        played.check()
        for _ in range(steps):
            played.step()
            played.check()
    finally:
        played.exchange.db.close()
    return played


def main():
    count, seed = (*map(int, sys.argv[1:3]), 500, 0)[:2]
    steps = sum(len(play(number).done) for number in range(seed, seed + count))
    sys.stdout.write(f"{count} sequences, {steps} verbs: what each fiche says of itself held\n")


if __name__ == "__main__":
    main()
