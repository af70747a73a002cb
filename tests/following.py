"""One fictional situation and its fiche in memory, followed verb by verb by the workflows.

Each write is a second after the one before, whatever day it is told of.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

from fictional import ANSWERS
from sqlcipher3 import dbapi2

from pdpcli.agreements.loader import find
from pdpcli.forms.form import registration
from pdpcli.store import migrations, skeletons
from pdpcli.store.cases import case_by_ref
from pdpcli.store.entries import Entry
from pdpcli.store.exchange import fiches
from pdpcli.store.liaisons import numbered_fiche, valid_consent
from pdpcli.store.notices import notices_of
from pdpcli.store.our_agreements import our_agreement
from pdpcli.store.write import Write
from pdpcli.workflows import agreement, consent, follow, liaison, more, rectify
from pdpcli.workflows import misdirected as astray
from pdpcli.workflows.dispatch import dispatch
from pdpcli.workflows.misdirected import Misdirection
from pdpcli.workflows.register import Known, register
from pdpcli.workflows.remind import owed, reminder
from pdpcli.workflows.reply import put_reply

TODAY = date(2025, 7, 1)
SIGNED = consent.Signed(
    "Lattes", "Œdipe Fictif-Nguyễn", "person", "Santé BTP 34", "Camille Exemple"
)
BTP, CAPE, CAIRE = "btp34-carsat-lr", "prevy-cap-emploi", "caire84-carsat-se"


def connection():
    db = dbapi2.connect(":memory:", isolation_level=None)
    db.row_factory = dbapi2.Row
    return db


@cache
def template(under):
    """The store, built once: our agreement, the situation."""
    db = connection()
    migrations.migrate(db)
    write = Write(db, "Camille Exemple", "2025-06-15T08:00:00Z", "essai")
    db.execute("BEGIN")
    agreement.add(write, find(under), find(under).us[0], TODAY)
    db.execute(
        "INSERT INTO member (first_name, last_name, phone) VALUES ('Camille', 'Exemple', ?)",
        ("04 99 00 00 00",),
    )
    form = registration(find(under).form)
    parsed = form.parse(ANSWERS, stage="register", today=TODAY)
    register(write, form.record(parsed.values), Known())
    write.session().flush()
    db.execute("COMMIT")
    return db


class Exchange:
    """The situation 2025-0001 and its fiche 1; days are offsets from TODAY."""

    def __init__(self, under=BTP, *, received=False):
        self.db, self.clock = connection(), 0
        template(under).backup(self.db)
        self.db.execute("PRAGMA foreign_keys = ON")
        case = case_by_ref(self.db, "2025-0001", TODAY)
        on = TODAY - timedelta(days=30)
        self.done(
            liaison.begin, case, our_agreement(self.db, None), on,
            received_on=on if received else None,
        )  # fmt: skip

    @property
    def write(self):
        self.clock += 1
        at = datetime(2025, 7, 1, 8) + timedelta(seconds=self.clock)  # noqa: DTZ001
        return Write(self.db, "Camille Exemple", f"{at.isoformat()}Z", "essai")

    def done(self, verb, *args, **more):
        """What ``verb(write, …)`` returns; nothing stays of one that is refused."""
        self.db.execute("BEGIN")
        try:
            write = self.write
            result = verb(write, *args, **more)
            if write._session is not None:
                write._session.finish()
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        return result

    @property
    def fiche(self):
        return numbered_fiche(self.db, case_by_ref(self.db, "2025-0001", TODAY), 1)

    @property
    def row(self):
        return fiches(self.db, TODAY, everything=True)[0]

    @property
    def state(self):
        return self.row["state"]

    @property
    def told(self):
        return [one["kind"] for one in notices_of(self.db, "2025-0001", 1)]

    def one(self, sql):
        return self.db.execute(sql).fetchone()[0]

    def day(self, ago):
        return TODAY - timedelta(days=ago)

    # What may happen ---------------------------------------------------------------------------
    def give(self, ago=20):
        return self.done(consent.give, self.fiche, SIGNED, self.day(ago), TODAY)

    def say_no(self, act="withdrawn", ago=1, **more):
        fiche = self.fiche
        row = {
            "person_key": fiche.case.person_key, "pair": fiche.agreement.pair,
            "form_id": fiche.form_id, "form_hash": fiche.form_hash, "act": act,
            "on_date": self.day(ago).isoformat(), "author": "C", **more,
        }  # fmt: skip
        return self.done(
            lambda write: skeletons.append(
                write.db, "consent", {**row, "recorded_at": write.at}, {}
            )
        )

    def release(self, ago=0):
        """A release row, as the gate lets it be; no document is drawn."""
        fiche = self.fiche
        given = valid_consent(self.db, fiche, self.day(ago))
        row = {
            "person_key": fiche.case.person_key, "case_ref": fiche.case.ref,
            "liaison_number": fiche.number, "pair": fiche.agreement.pair,
            "form_id": fiche.form_id, "form_hash": fiche.form_hash,
            "consent_id": given["id"] if given else 0, "recipient": fiche.agreement.partner,
            "version": fiche.version, "round": fiche.round,
            "on_date": self.day(ago).isoformat(), "author": "C",
        }  # fmt: skip
        return self.done(
            lambda write: skeletons.append(
                write.db, "release", {**row, "recorded_at": write.at}, {}
            )
        )

    def send(self, ago=10):
        return self.done(dispatch, self.fiche, "post", self.day(ago), TODAY)

    def signed_and_sent(self, ago=10):
        self.give()
        return self.send(ago)

    def note(self, kind, ago=5, code=None, **said):
        fact = follow.Fact(kind, self.day(ago), said, code)
        return self.done(follow.follow, self.fiche, fact, TODAY)

    def take_back(self, number):
        return self.done(follow.take_back, self.fiche, number, TODAY)

    def reply(self, ago=2, side="partner"):
        entry = Entry(self.fiche.round, "reply", side, self.day(ago), {})
        return self.done(put_reply, self.fiche, entry, "typed")

    def remind(self):
        asked = owed(self.db, TODAY, self.fiche)
        return self.done(reminder, asked, TODAY)

    def more(self, **answers):
        def begin(write):
            asked = more.asking(write.db, self.fiche, TODAY)
            entry = Entry(asked.liaison.round, "request", "us", TODAY, answers)
            return more.begin_round(write, asked, entry)

        return self.done(begin)

    def rectify(self, *, new_signature=False):
        return self.done(
            rectify.rectify, self.fiche, "Une date (fictif).", TODAY, new_signature=new_signature
        )

    def astray(self, said=None, **changed):
        said = said or Misdirection("Un cabinet", self.moment(9, 8), "Erreur (fictif).", "Appelé.")
        return self.done(astray.misdirected, self.fiche, replace(said, **changed), TODAY)

    def moment(self, ago, hour):
        return datetime.combine(self.day(ago), time(hour))

    def cancel(self):
        return self.done(follow.cancel, self.fiche, "Doublon (fictif).", TODAY)

    def close(self):
        self.db.close()
