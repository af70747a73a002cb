"""Where a fiche stands, and what it waits for, follows from what was recorded last.

Rows are written by hand; everybody is fictional.
"""

from contextlib import closing
from datetime import date

import pytest
from sqlcipher3 import dbapi2

from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store import migrations
from pdpcli.store.exchange import fiches
from pdpcli.store.morning import waiting

TODAY = date(2026, 6, 20)
ON = "2026-06-10"


class Desk:
    """One situation and its fiche 1, written to row by row; each row is recorded a second later."""

    def __init__(self, db):
        self.db, self.clock = db, 0
        db.row_factory = dbapi2.Row
        self.put("declaration", hash="h", kind="form", agreement="ab", form_id="f", version=1,
                 text="")  # fmt: skip
        for body in ("a", "b", "c"):
            self.put("body", id=body, name=body, short=body)
        self.put("agreement", id="ab", as_body="a", partner="b", title="AB", added_on=ON)
        self.put("person", id=1, key="k", last_name="Exemple", first_name="Luc", folded="x")
        self.put("case_file", id=1, year=2026, number=1, ref="2026-0001", person_id=1,
                 person_key="k", state="open", opened_on=ON, updated_at="")  # fmt: skip
        self.fiche()

    def put(self, table, **row):
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return self.db.execute(sql, tuple(row.values())).lastrowid

    def stamp(self):
        self.clock += 1
        return f"2026-06-20T08:{self.clock // 60:02}:{self.clock % 60:02}Z"

    def fiche(self, number=1, direction="out", **more):
        self.put("liaison", case_id=1, agreement="ab", form_hash="h", direction=direction,
                 signalled_on=ON, number=number, **more)  # fmt: skip

    def set(self, sql):
        self.db.execute(f"UPDATE {sql}")

    def now(self):
        row = self.db.execute("SELECT version, round FROM liaison WHERE number = 1").fetchone()
        return {"case_ref": "2026-0001", "liaison_number": 1, **dict(row)}

    def recorded(self):
        return {"recorded_at": self.stamp(), "author": "C", "digest": "d"}

    def consent(self, act="given", on=ON, **more):
        return self.put("consent", person_key="k", pair="a|b", form_id="f", form_hash="h", act=act,
                        on_date=on, **self.recorded(), **more)  # fmt: skip

    def release(self, consent, on="2026-06-11"):
        return self.put("release", person_key="k", pair="a|b", form_id="f", form_hash="h",
                        consent_id=consent, recipient="b", on_date=on, **self.now(),
                        **self.recorded())  # fmt: skip

    def sent(self, on="2026-06-12", release=None):
        return self.put("dispatch", person_key="k", release_id=release, recipient="b",
                        channel="post", on_date=on, **self.now(), **self.recorded())  # fmt: skip

    def notice(self, kind, on="2026-06-14", **more):
        return self.put("notice", person_key="k", kind=kind, body="b", on_date=on, **self.now(),
                        **self.recorded(), **more)  # fmt: skip

    def undo(self, number):
        self.notice("undone", undoes=number)

    def entry(self, kind, side):
        self.put("entry", liaison_id=1, round=self.now()["round"], kind=kind, side=side,
                 on_date=ON, recorded_at=self.stamp(), author="C")  # fmt: skip

    def row(self, number=1):
        rows = fiches(self.db, TODAY, everything=True)
        return next(row for row in rows if row["number"] == number)

    def stands(self):
        row = self.row()
        assert row["state"] in CHOICES["fiche_state"]
        told = [one for one in waiting(self.db, TODAY) if one["number"] == 1]
        assert [one["waits"] for one in told] == [row["waits"]] * bool(row["waits"])
        return row["state"], row["waits"], row["since"]

    def signed_and_sent(self):
        self.sent(release=self.release(self.consent()))


@pytest.fixture
def desk():
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as db:
        migrations.migrate(db)
        yield Desk(db)


def test_from_the_signature_to_the_answer(desk):
    assert desk.stands() == ("sign", "sign", ON)
    given = desk.consent()
    assert desk.stands() == ("send", "produce", ON)
    release = desk.release(given)
    assert desk.stands() == ("send", "send", "2026-06-11")
    desk.sent(release=release)
    assert desk.stands() == ("sent", "answer", "2026-06-12")
    desk.notice("ack")
    assert desk.stands() == ("acknowledged", "answer", "2026-06-12")
    desk.notice("taken_on")
    assert desk.stands() == ("taken_on", "answer", "2026-06-12")
    desk.notice("news")
    assert desk.stands()[0] == "taken_on"
    desk.notice("replied", "2026-06-18")
    assert desk.stands() == ("answered", "", "2026-06-18")


@pytest.mark.parametrize("act", ["refused", "withdrawn"])
def test_nothing_nags_after_the_person_said_no(desk, act):
    desk.consent(act, "2026-06-13")
    assert desk.stands() == (act, "", "2026-06-13")


@pytest.mark.parametrize("act", ["refused", "withdrawn"])
@pytest.mark.parametrize("told", [(), ("ack",), ("ack", "taken_on")])
def test_nor_once_the_fiche_is_sent(desk, act, told):
    desk.signed_and_sent()
    for kind in told:
        desk.notice(kind)
    desk.consent(act, "2026-06-13")
    assert desk.stands() == (act, "", "2026-06-13")


def test_signed_again_after_a_withdrawal_it_is_to_be_produced_and_sent_again(desk):
    desk.signed_and_sent()
    desk.consent("withdrawn")
    given = desk.consent()
    assert desk.stands()[:2] == ("send", "produce")
    release = desk.release(given)
    assert desk.stands()[:2] == ("send", "send")
    desk.sent(release=release)
    assert desk.stands()[:2] == ("sent", "answer")


def test_a_paper_fiche_counts_from_what_was_recorded_after_the_no(desk):
    desk.consent()
    desk.sent()
    assert desk.stands()[0] == "sent"
    desk.consent("withdrawn")
    desk.consent()
    assert desk.stands()[0] == "send"
    desk.sent()
    assert desk.stands()[0] == "sent"


def test_an_answer_stays_an_answer_after_a_withdrawal(desk):
    desk.signed_and_sent()
    desk.notice("replied")
    desk.consent("withdrawn")
    assert desk.stands()[:2] == ("answered", "")


@pytest.mark.parametrize(("kind", "state"), [("declined", "declined"), ("dropped", "dropped")])
def test_declined_or_dropped_it_waits_for_nothing(desk, kind, state):
    desk.signed_and_sent()
    ended = desk.notice(kind, "2026-06-16")
    assert desk.stands() == (state, "", "2026-06-16")
    desk.undo(ended)
    assert desk.stands()[:2] == ("sent", "answer")


@pytest.mark.parametrize("kind", ["declined", "dropped"])
def test_sent_again_or_answered_after_all_it_is_no_longer_ended(desk, kind):
    desk.signed_and_sent()
    desk.notice(kind, "2026-06-16")
    desk.sent("2026-06-17")
    assert desk.stands()[0] == "sent"
    desk.notice(kind, "2026-06-18")
    assert desk.stands()[0] == kind
    desk.notice("replied", "2026-06-15")  # a letter found later, dated of its day
    assert desk.stands()[0] == "answered"
    desk.notice(kind, "2026-06-18")
    assert desk.stands()[0] == kind


def test_a_dispatch_recorded_late_does_not_undo_what_the_partner_said_after_it(desk):
    desk.consent()
    desk.notice("declined", "2026-06-16")
    desk.sent("2026-06-12")
    assert desk.stands()[0] == "declined"


def test_taken_on_after_all_it_is_no_longer_declined_but_stays_dropped(desk):
    desk.signed_and_sent()
    desk.notice("declined")
    desk.notice("taken_on")
    assert desk.stands()[:2] == ("taken_on", "answer")
    desk.notice("dropped")
    desk.notice("taken_on")
    assert desk.stands()[:2] == ("dropped", "")


def test_a_notice_undone_is_not_told(desk):
    desk.signed_and_sent()
    desk.undo(desk.notice("ack"))
    assert desk.stands()[0] == "sent"
    assert desk.row()["notices"] == {}


def test_what_reached_somebody_else_is_to_be_sent_again(desk):
    desk.signed_and_sent()
    wrong = desk.db.execute("SELECT max(id) FROM dispatch").fetchone()[0]
    told = desk.notice("misdirected", dispatch_id=wrong)
    assert desk.stands()[:2] == ("send", "send")
    assert desk.row()["misdirected_on"] == "2026-06-14"
    desk.sent("2026-06-14")
    assert desk.stands() == ("sent", "answer", "2026-06-14")
    desk.undo(told)
    assert desk.row()["misdirected_on"] is None


def test_a_rectified_fiche_is_to_be_sent_again_and_forgets_what_was_said_of_the_first(desk):
    desk.signed_and_sent()
    for kind in ("ack", "reminded", "declined"):
        desk.notice(kind)
    desk.set("liaison SET version = 2")
    assert desk.stands()[:2] == ("send", "produce")
    assert desk.row()["notices"] == {}
    desk.sent("2026-06-16")
    assert desk.stands()[:2] == ("sent", "answer")


def test_the_reply_and_the_counsellor_stay_with_a_rectified_fiche(desk):
    desk.signed_and_sent()
    desk.notice("taken_on")
    desk.set("liaison SET version = 2")
    desk.sent("2026-06-16")
    assert desk.stands()[0] == "taken_on"
    desk.notice("replied")
    desk.set("liaison SET version = 3")
    assert desk.stands()[:2] == ("send", "produce")
    desk.sent("2026-06-17")
    assert desk.stands()[:2] == ("answered", "")


def test_a_new_signature_asked_it_is_to_sign_until_it_is_told(desk):
    desk.signed_and_sent()
    desk.set("liaison SET version = 2, consent_after = (SELECT max(id) FROM consent)")
    assert desk.stands()[:2] == ("sign", "sign")
    desk.consent()
    assert desk.stands()[:2] == ("send", "produce")


def test_a_new_round_begins_again_under_the_same_consent(desk):
    desk.signed_and_sent()
    desk.notice("replied")
    desk.set("liaison SET round = 1")
    desk.entry("request", "us")
    assert desk.stands()[:2] == ("send", "produce")
    desk.sent("2026-06-16")
    assert desk.stands() == ("sent", "answer", "2026-06-16")
    desk.notice("replied")
    assert desk.stands()[0] == "answered"


def test_a_round_that_the_partner_asks_waits_for_our_reply(desk):
    desk.signed_and_sent()
    desk.notice("replied")
    desk.set("liaison SET round = 1")
    desk.entry("request", "partner")
    assert desk.stands() == ("to_answer", "reply", ON)
    desk.notice("received", "2026-06-17")
    assert desk.stands() == ("to_answer", "reply", "2026-06-17")
    desk.entry("reply", "us")
    assert desk.stands()[:2] == ("to_answer", "produce")
    desk.release(1, "2026-06-18")
    assert desk.stands()[:2] == ("to_answer", "send")
    desk.sent("2026-06-19")
    assert desk.stands() == ("answered", "", "2026-06-19")


@pytest.fixture
def incoming(desk):
    desk.db.execute("DROP TRIGGER liaison_keeps_place")  # the fiche of the desk was ours
    desk.set("liaison SET direction = 'in', received_on = '2026-06-11'")
    return desk


def test_an_incoming_fiche_waits_for_our_reply_then_for_a_signature(incoming):
    assert incoming.stands() == ("to_answer", "reply", "2026-06-11")
    incoming.entry("reply", "us")
    assert incoming.stands()[:2] == ("to_answer", "sign")
    release = incoming.release(incoming.consent())
    assert incoming.stands()[:2] == ("to_answer", "send")
    incoming.sent(release=release)
    assert incoming.stands()[:2] == ("answered", "")


def test_what_we_decline_is_returned(incoming):
    incoming.notice("declined", "2026-06-15")
    assert incoming.stands() == ("returned", "", "2026-06-15")


@pytest.mark.parametrize("act", ["refused", "withdrawn"])
def test_an_incoming_fiche_is_not_answered_against_the_person(incoming, act):
    incoming.consent(act)
    assert incoming.stands()[:2] == (act, "")


def test_a_request_of_ours_on_an_incoming_fiche_is_theirs_to_answer(incoming):
    incoming.set("liaison SET round = 1")
    incoming.entry("request", "us")
    incoming.consent()
    incoming.sent()
    assert incoming.stands()[:2] == ("sent", "answer")


@pytest.mark.parametrize(
    "sql",
    [
        "liaison SET cancelled_on = '2026-06-19'",
        "case_file SET state = 'cancelled'",
        "case_file SET state = 'closed'",
        "person SET limited_on = '2026-06-19'",
        "case_file SET person_id = NULL",
    ],
)
def test_cancelled_closed_limited_or_erased_nothing_waits(desk, sql):
    desk.signed_and_sent()
    desk.set(sql)
    state, waits, _ = desk.stands()
    assert waits == ""
    assert (state == "cancelled") == ("cancelled" in sql)
    assert waiting(desk.db, TODAY) == []


def test_a_cancelled_fiche_leaves_every_list_but_the_one_of_all(desk):
    desk.fiche(2)
    desk.set("liaison SET cancelled_on = '2026-06-19' WHERE number = 1")
    assert [row["number"] for row in fiches(desk.db, TODAY)] == [2]
    assert [row["number"] for row in fiches(desk.db, TODAY, everything=True)] == [1, 2]
    assert desk.row()["since"] == "2026-06-19"


@pytest.mark.parametrize(
    ("said", "covered"),
    [
        ({}, True),
        ({"scope": "2026-0001"}, True),
        ({"scope": "2026-0001/1"}, True),
        ({"scope": "2026-0001/2"}, False),
        ({"expires_on": "2026-06-20"}, True),
        ({"expires_on": "2026-06-19"}, False),
        ({"means": "oral"}, False),
        ({"means": "partner", "scope": "2026-0001/1"}, False),
    ],
    ids=str,
)
def test_only_a_consent_that_covers_the_fiche_lets_it_be_sent(desk, said, covered):
    desk.consent(**said)
    assert desk.stands()[0] == ("send" if covered else "sign")


def test_the_fiches_of_one_situation_are_those_of_that_one(desk):
    desk.put("case_file", id=2, year=2026, number=2, ref="2026-0002", person_id=1,
             person_key="k", state="open", opened_on=ON, updated_at="")  # fmt: skip
    desk.put("liaison", case_id=2, agreement="ab", form_hash="h", direction="out",
             signalled_on=ON, number=1)  # fmt: skip
    assert [row["ref"] for row in fiches(desk.db, TODAY, 2)] == ["2026-0002"]
    assert len(fiches(desk.db, TODAY)) == 2


def test_signed_again_for_the_same_it_is_to_be_produced_again(desk):
    desk.release(desk.consent())
    assert desk.stands()[:2] == ("send", "send")
    given = desk.consent()
    assert desk.stands()[:2] == ("send", "produce")
    release = desk.release(given)
    assert (desk.stands()[1], desk.row()["produced_id"]) == ("send", release)


def test_signed_for_this_fiche_too_what_was_produced_may_still_leave(desk):
    release = desk.release(desk.consent())
    desk.consent(scope="2026-0001/1")
    assert (desk.stands()[1], desk.row()["produced_id"]) == ("send", release)


def test_a_second_copy_leaves_the_wait_as_it_was(desk):
    desk.signed_and_sent()
    desk.sent("2026-06-18")
    assert desk.stands() == ("sent", "answer", "2026-06-12")
    row = desk.row()
    assert (row["sent_on"], row["last_sent_on"]) == ("2026-06-12", "2026-06-18")


def test_every_day_of_each_kind_of_notice_is_told(desk):
    desk.signed_and_sent()
    for on in ("2026-06-18", "2026-06-15"):
        desk.notice("reminded", on)
    desk.undo(desk.notice("news", "2026-06-16"))
    assert desk.row()["told"] == {"reminded": ["2026-06-15", "2026-06-18"]}
    assert desk.row()["notices"] == {"reminded": "2026-06-18"}


def test_a_consent_of_a_day_to_come_covers_nothing_yet(desk):
    desk.consent(on="2026-06-21")
    assert desk.stands()[0] == "sign"
