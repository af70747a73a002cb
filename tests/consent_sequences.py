"""Random sequences of commands and direct SQL against the gate, judged by law 1 read anew.

A sequence plays on a fresh copy of one fictional store (two persons, three situations, two pairs of
bodies). Every consent told is also kept in a plain Python list; each ``release`` row that the
store accepts must be one that this list, read anew in Python, allows; and one that it allows and
that is well formed must be accepted, so that a gate that never opens is a fault too.
"""

import json
import random
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from fictional import ANSWERS
from sqlcipher3 import dbapi2

from pdpcli.agreements.loader import find
from pdpcli.errors import PdpError
from pdpcli.forms.form import registration
from pdpcli.rules.dates import french
from pdpcli.store import migrations
from pdpcli.store.cases import case_by_ref, refuse_ended
from pdpcli.store.exchange import standing
from pdpcli.store.liaisons import liaison_of, valid_consent
from pdpcli.store.our_agreements import our_agreement
from pdpcli.store.write import Write
from pdpcli.workflows import agreement, consent, liaison
from pdpcli.workflows.closed_gate import why_closed
from pdpcli.workflows.register import Known, register
from pdpcli.workflows.release import release

TODAY = date.today()  # noqa: DTZ011 - the gate reads the laptop's own clock
AGREEMENTS = ("btp34-carsat-lr", "prevy-cap-emploi")
SIGNED = consent.Signed("Lattes", "Personne Fictive", "person", "le service", "Claire Fictive")
_NAMES = ("Fictif-Un", "Fictif-Un", "Fictif-Deux")


def _write(db: Any) -> Write:
    return Write(db, "Claire Fictive", f"{TODAY.isoformat()}T10:00:00Z", "essai")


def _day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def _connection() -> Any:
    db = dbapi2.connect(":memory:", isolation_level=None)
    db.row_factory = dbapi2.Row
    return db


@cache
def _template() -> Any:
    """The fictional store: built once by the workflows, without its journal."""
    db = _connection()
    migrations.migrate(db)
    write = _write(db)
    db.execute("BEGIN")
    for one in AGREEMENTS:
        agreement.add(write, find(one), find(one).us[0], TODAY)
    db.execute(
        "INSERT INTO member (first_name, last_name, phone) VALUES ('Claire', 'Fictive', ?)",
        ("04 00 00 00 00",),
    )
    form = registration(find(AGREEMENTS[0]).form)
    for name in _NAMES:
        said = ANSWERS | {"nom": name, "contexte": "Fictif."}
        parsed = form.parse(said, stage="register", today=TODAY)
        known = db.execute(
            "SELECT id FROM person WHERE last_name = ? COLLATE NOCASE", (name,)
        ).fetchone()
        ref = register(write, form.record(parsed.values), Known(known and known["id"]))
        for one in AGREEMENTS:
            case = case_by_ref(db, ref, TODAY)
            day = TODAY - timedelta(days=400)
            theirs = day if (name, one) == (_NAMES[-1], AGREEMENTS[0]) else None
            liaison.begin(write, case, our_agreement(db, one), day, received_on=theirs)
    write.session().flush()
    db.execute("COMMIT")
    return db


@dataclass
class Play:
    """One sequence being played; ``told`` is every consent act the store accepted, in order."""

    seed: int
    db: Any = field(default_factory=_connection)
    told: list[dict[str, Any]] = field(default_factory=list)
    releases: int = 0
    refusals: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - a sequence to play again
        self.looked_at = random.Random(self.seed)  # noqa: S311 - as above
        _template().backup(self.db)
        self.asked: dict[int, int] = {}  # the new signatures that were asked, by fiche
        self.fiches = [dict(row) for row in self.db.execute(_FICHES)]

    def run(self, length: int) -> None:
        """Play ``length`` steps; AssertionError at the first breach of the law."""
        steps = (self.tell, self.tell, self.tell_by_command, self.release, self.release,
                 self.release, self.release_by_command, self.disturb, self.rewrite)  # fmt: skip
        with closing(self.db):
            for _ in range(length):
                self.random.choice(steps)()
                for fiche in self.looked_at.sample(self.fiches, 2):
                    self.agree(fiche)
            kept = [dict(row) for row in self.db.execute("SELECT * FROM consent ORDER BY id")]
            assert kept == self.told, "a consent was changed or lost"

    def _try(self, sql: str, bound: Any) -> bool:
        before = self.db.total_changes
        with suppress(dbapi2.Error):
            self.db.execute(sql, bound)
        return bool(self.db.total_changes > before)

    def _insert(self, table: str, row: dict[str, Any]) -> bool:
        how = self.random.choice(("INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "REPLACE"))
        marks = ", ".join(f":{name}" for name in row)
        return self._try(f"{how} INTO {table} ({', '.join(row)}) VALUES ({marks})", row)

    def _learn(self) -> None:
        last = self.told[-1]["id"] if self.told else 0
        rows = self.db.execute("SELECT * FROM consent WHERE id > ? ORDER BY id", (last,))
        self.told += [dict(row) for row in rows]

    # ---- every reading of the gate agrees ---------------------------------------------------

    def agree(self, fiche: dict[str, Any]) -> None:
        """The trigger, the two reads of its consent, and the words when the gate is closed."""
        case = case_by_ref(self.db, fiche["ref"], TODAY)
        ours = our_agreement(self.db, fiche["agreement"])
        found = liaison_of(self.db, case, ours, fiche["number"])
        if found is None:
            return
        held, told = valid_consent(self.db, found, TODAY), f"{self.seed} {found.ref}"
        given = [one["id"] for one in self.told if one["act"] == "given"]
        opening = [one for one in given if self._accepted(found, one)]
        if _ended(case):
            assert not opening, told
        else:
            assert (held and held["id"]) == (opening[-1] if opening else None), told
        row = standing(self.db, found, TODAY)
        assert bool(row["consent_on"]) == (held is not None), told
        if held is None:
            self._true(why_closed(self.db, found, TODAY), found)

    def _accepted(self, found: Any, consent_id: int) -> bool:
        """Whether the trigger lets a release of this fiche, as it now is, be under that consent."""
        row = {
            "person_key": found.case.person_key, "case_ref": found.case.ref,
            "liaison_number": found.number, "pair": found.agreement.pair,
            "form_id": found.form_id, "form_hash": found.form_hash, "consent_id": consent_id,
            "recipient": found.agreement.partner, "version": found.version,
            "round": found.round, "on_date": _day(0), "recorded_at": f"{_day(0)}T10:00:00Z",
            "author": "C", "digest": "d",
        }  # fmt: skip
        marks = ", ".join(f":{name}" for name in row)
        self.db.execute("SAVEPOINT try")
        try:
            self.db.execute(f"INSERT INTO release ({', '.join(row)}) VALUES ({marks})", row)
        except dbapi2.IntegrityError:
            return False
        finally:
            self.db.execute("ROLLBACK TO try")
            self.db.execute("RELEASE try")
        return True

    def _true(self, why: str, found: Any) -> None:
        """The reason given for a closed gate is a fact, and never that nothing was signed if so."""
        same = (found.case.person_key, found.agreement.pair, found.form_id)
        acts = [one for one in self.told
                if (one["person_key"], one["pair"], one["form_id"]) == same]  # fmt: skip
        after = max((one["id"] for one in acts if one["act"] != "given"), default=0)
        given = [one for one in acts if one["id"] > after]
        last = acts[-1]["act"] if acts else ""
        limited = self._one("SELECT limited_on FROM person WHERE key = ?", same[0])
        lacks = {
            "pas d'accord signé": not acts,
            "un refus": last == "refused",
            "retiré": last == "withdrawn",
            "limitation": bool(limited and limited[0]),
            "une autre version": any(one["form_hash"] != found.form_hash for one in given),
            "une autre situation": any(
                one["scope"] not in (None, found.case.ref, found.ref) for one in given
            ),
            "rectifiée": any(one["id"] <= (found.consent_after or 0) for one in given),
            "vive voix": any(one["means"] == "oral" for one in given),
            "au partenaire": any(one["means"] == "partner" for one in given),
            "jusqu'au": any(one["expires_on"] and one["expires_on"] < _day(0) for one in given),
            "n'a d'accord que": any(one["on_date"] > _day(0) for one in given),
        }
        said = [lack for lack in lacks if lack in why]
        assert said, why
        assert all(lacks[lack] for lack in said), f"{self.seed} {found.ref} : {why}"
        in_force = {(one["form_hash"], one["scope"]): one for one in given}.values()
        if " donné le " in why:
            on = why.split(" donné le ")[1][:10]
            assert on in [french(date.fromisoformat(one["on_date"])) for one in in_force], why

    # ---- what may happen --------------------------------------------------------------------

    def tell(self) -> None:
        """A consent act by direct SQL: mostly sound, sometimes of another person or pair."""
        fiche, other = self.random.choice(self.fiches), self.random.choice(self.fiches)
        offset = -self.random.randrange(300)
        scopes = (None, None, fiche["ref"], f"{fiche['ref']}/{fiche['number']}")
        self._insert(
            "consent",
            {
                **({"id": self._number()} if self.random.random() < 0.2 else {}),
                "person_key": fiche["person_key"],
                "pair": self.random.choice((fiche["pair"], fiche["pair"], other["pair"])),
                "form_id": fiche["form_id"],
                "form_hash": fiche["form_hash"],
                "act": self.random.choice(("given", "given", "given", "refused", "withdrawn")),
                "on_date": _day(offset),
                "expires_on": self.random.choice((None, None, _day(offset + 200), _day(-1))),
                "recorded_at": f"{_day(0)}T10:00:00Z",
                "author": "C",
                "digest": "d",
                "means": self.random.choice(("paper", "paper", "screen", "oral", "partner")),
                "scope": self.random.choice(scopes),
            },
        )
        self._try(
            """INSERT INTO consent_detail SELECT id, 's', ? FROM consent
            WHERE id NOT IN (SELECT consent_id FROM consent_detail)""",
            (json.dumps(asdict(SIGNED)),),
        )
        self._learn()

    def tell_by_command(self) -> None:
        """The same through the workflow."""
        found, on = self._liaison(), TODAY - timedelta(days=self.random.randrange(300))
        with suppress(PdpError, dbapi2.Error):
            if self.random.random() < 0.7:
                consent.give(_write(self.db), found, SIGNED, on, TODAY)
            else:
                consent.refuse(_write(self.db), found, on, TODAY)
        self._learn()

    def release(self) -> None:
        """A release by direct SQL: built to be sound, then often one thing of it changed."""
        row = self._sound_release()
        if row and self.random.random() < 0.7:
            self._spoil(row)
        if row is None:
            return
        allowed = self._allowed(row)
        done = self._insert("release", row)
        assert not done or allowed, f"released without a consent: {self.seed}"
        assert done or not allowed or "id" in row, f"a sound release was refused: {self.seed}"
        self._count(done=done)

    def release_by_command(self) -> None:
        """The same through the workflow, which draws the fiche."""
        found, last = self._liaison(), self._last_release()
        with suppress(PdpError, dbapi2.Error):
            release(_write(self.db), found, TODAY)
        now = self._last_release()
        if now is not None and now != last:
            assert self._allowed(now), f"released without a consent: {self.seed}"
        self._count(done=now != last)

    def disturb(self) -> None:
        """What makes a gate close, or tries to open it from the side."""
        fiche = self.random.choice(self.fiches)
        bound = {"key": fiche["person_key"], "ref": fiche["ref"], "id": fiche["liaison_id"],
                 "n": self.random.randrange(3), "on": _day(0),
                 "other": self.random.choice(self.fiches)["person_key"],
                 "chosen": self.random.choice(('{"consent_oral": "yes"}', "{}"))}  # fmt: skip
        self._try(self.random.choice(_DISTURBANCES), bound)
        asked = "SELECT id, consent_after FROM liaison WHERE consent_after IS NOT NULL"
        for number, after in self.db.execute(asked):
            self.asked[number] = max(after, self.asked.get(number, 0))

    def rewrite(self) -> None:
        """An attempt to change what was told, or to remove it."""
        self._try(self.random.choice(_REWRITINGS), {"id": self.random.randrange(1, 10)})

    # ---- law 1, read a second time -------------------------------------------------------------

    def _allowed(self, row: dict[str, Any]) -> bool:
        held = next((one for one in self.told if one["id"] == row["consent_id"]), None)
        return held is not None and self._stands(held) and self._covers(held, row) and (
            self._is_so(held, row)
        )  # fmt: skip

    def _stands(self, held: dict[str, Any]) -> bool:
        same = ("person_key", "pair", "form_id")
        after = [one for one in self.told if one["id"] > held["id"]]
        later = [one for one in after if all(one[key] == held[key] for key in same)]
        again = any(
            one["form_hash"] == held["form_hash"] and one["scope"] == held["scope"] for one in later
        )
        limited = self._one("SELECT limited_on FROM person WHERE key = ?", held["person_key"])
        if held["act"] != "given" or any(one["act"] != "given" for one in later) or again:
            return False
        if limited and limited[0] is not None:
            return False
        if held["means"] == "oral":
            chosen = self.db.execute(
                f"SELECT a.parameters, {_PAIR} AS pair FROM agreement a WHERE a.id IN"
                " (SELECT agreement FROM liaison WHERE form_hash = ?)", (held["form_hash"],)
            ).fetchall()  # fmt: skip
            mine = [one["parameters"] for one in chosen if one["pair"] == held["pair"]]
            return any('"consent_oral": "yes"' in one for one in mine)
        theirs = [f"{one['ref']}/{one['number']}" for one in self.fiches if one["theirs"]]
        return held["means"] != "partner" or held["scope"] in theirs

    def _covers(self, held: dict[str, Any], row: dict[str, Any]) -> bool:
        same = ("person_key", "pair", "form_id", "form_hash")
        fiche = f"{row['case_ref']}/{row['liaison_number']}"
        if any(held[key] != row[key] for key in same):
            return False
        if held["scope"] not in (None, row["case_ref"], fiche):
            return False
        ends = held["expires_on"]
        return held["on_date"] <= row["on_date"] and (
            ends is None or ends >= max(row["on_date"], _day(0))
        )

    def _is_so(self, held: dict[str, Any], row: dict[str, Any]) -> bool:
        now = self._one(f"{_FICHES} AND f.ref = ? AND l.number = ?",
                        row["case_ref"], row["liaison_number"])  # fmt: skip
        if now is None or now["cancelled_on"] or now["state"] == "cancelled":
            return False
        same = ("person_key", "pair", "form_hash", "version", "round")
        if any(now[key] != row[key] for key in same) or now["partner"] != row["recipient"]:
            return False
        if held["id"] <= self.asked.get(now["liaison_id"], 0):
            return False
        return len(row["on_date"]) == len("2026-01-01") and row["on_date"] <= _day(1)

    # ---- small things ---------------------------------------------------------------------------

    def _sound_release(self) -> dict[str, Any] | None:
        given = [one for one in self.told if one["act"] == "given"]
        if not given:
            return None
        held = self.random.choice(given[-4:])
        same = ("person_key", "pair")
        mine = [one for one in self.fiches if all(one[key] == held[key] for key in same)]
        if not mine:
            return None
        fiche = self.random.choice(mine)
        now = self._one("SELECT version, round FROM liaison WHERE id = ?", fiche["liaison_id"])
        return {
            "person_key": held["person_key"],
            "case_ref": fiche["ref"],
            "liaison_number": fiche["number"],
            "pair": held["pair"],
            "form_id": held["form_id"],
            "form_hash": held["form_hash"],
            "consent_id": held["id"],
            "recipient": fiche["partner"],
            "version": now["version"],
            "round": now["round"],
            "on_date": _day(0),
            "recorded_at": f"{_day(0)}T10:00:00Z",
            "author": "C",
            "digest": "d",
        }

    def _number(self) -> int:
        return self.random.choice((*range(1, 20), 2**63 - 1, 2**62, 0, -1))

    def _spoil(self, row: dict[str, Any]) -> None:
        other = self.random.choice(self.fiches)
        changes: dict[str, Any] = {
            "person_key": other["person_key"],
            "case_ref": other["ref"],
            "liaison_number": self.random.randrange(4),
            "pair": other["pair"],
            "form_hash": other["form_hash"],
            "form_id": other["form_id"],
            "consent_id": self.random.randrange(12),
            "recipient": other["partner"],
            "version": self.random.randrange(3),
            "round": self.random.randrange(3),
            "on_date": self.random.choice((_day(-400), _day(-100), _day(3), "", "9999")),
            "id": self._number(),
        }
        for key in self.random.sample(sorted(changes), self.random.randrange(1, 3)):
            row[key] = changes[key]

    def _liaison(self) -> Any:
        fiche = self.random.choice(self.fiches)
        case = case_by_ref(self.db, fiche["ref"], TODAY)
        found = liaison_of(self.db, case, our_agreement(self.db, fiche["agreement"]))
        return found or self._liaison_of_any(case)

    def _liaison_of_any(self, case: Any) -> Any:
        """A cancelled fiche, as a program that kept it in hand would still have it."""
        self.db.execute("UPDATE liaison SET cancelled_on = NULL WHERE case_id = ?", (case.id,))
        return liaison_of(self.db, case, our_agreement(self.db, AGREEMENTS[0]))

    def _last_release(self) -> dict[str, Any] | None:
        row = self._one("SELECT * FROM release ORDER BY id DESC LIMIT 1")
        return dict(row) if row else None

    def _one(self, sql: str, *bound: Any) -> Any:
        return self.db.execute(sql, bound).fetchone()

    def _count(self, *, done: bool) -> None:
        self.releases += done
        self.refusals += not done


_PAIR = "min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner)"
_FICHES = f"""
SELECT f.ref, f.state, f.person_key, l.id AS liaison_id, l.number, l.form_hash, l.version, l.round,
  l.cancelled_on, l.direction = 'in' AS theirs, d.form_id, a.id AS agreement, a.partner,
  {_PAIR} AS pair
FROM liaison l JOIN case_file f ON f.id = l.case_id JOIN declaration d ON d.hash = l.form_hash
JOIN agreement a ON a.id = l.agreement JOIN person p ON p.id = f.person_id AND p.key = f.person_key
WHERE true"""
_DISTURBANCES = (
    "UPDATE person SET limited_on = :on WHERE key = :key",
    "UPDATE person SET limited_on = NULL WHERE key = :key",
    "UPDATE person SET limited_on = NULL",
    "UPDATE person SET key = :other WHERE key = :key",
    "UPDATE OR REPLACE case_file SET person_key = :other WHERE ref = :ref",
    "UPDATE case_file SET state = 'cancelled' WHERE ref = :ref",
    "UPDATE case_file SET state = 'open'",
    "UPDATE liaison SET version = :n WHERE id = :id",
    "UPDATE liaison SET round = 0, version = 1",
    "UPDATE liaison SET cancelled_on = :on WHERE id = :id",
    "UPDATE liaison SET cancelled_on = NULL",
    "UPDATE liaison SET consent_after = (SELECT max(id) FROM consent) WHERE id = :id",
    "UPDATE liaison SET consent_after = NULL WHERE id = :id",
    "UPDATE liaison SET direction = 'in' WHERE id = :id",
    "UPDATE OR REPLACE liaison SET number = :n",
    "UPDATE OR REPLACE liaison SET id = :n WHERE id = :id",
    "DELETE FROM liaison WHERE id = :id",
    *(
        f"""{how} INTO liaison (id, case_id, agreement, form_hash, direction, signalled_on, number)
        SELECT {number}, case_id, agreement, form_hash, {way}, signalled_on, number
        FROM liaison WHERE id = :id"""
        for how, number, way in (
            ("REPLACE", "id", "direction"),
            ("INSERT OR REPLACE", "NULL", "direction"),
            ("INSERT OR REPLACE", "id", "'in'"),
        )
    ),
    "UPDATE agreement SET parameters = :chosen",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA recursive_triggers = ON",
)
_REWRITINGS = (
    "DELETE FROM consent WHERE id = :id",
    "UPDATE consent SET act = 'given' WHERE id = :id",
    "UPDATE OR IGNORE consent SET expires_on = NULL, scope = NULL, means = 'paper'",
    "UPDATE OR REPLACE consent SET id = id + 40 WHERE id = :id",
    "REPLACE INTO consent SELECT * FROM consent WHERE id = :id",
    """INSERT INTO consent SELECT * FROM consent WHERE id = :id
    ON CONFLICT (id) DO UPDATE SET act = 'given'""",
    "UPDATE release SET consent_id = :id",
    "DELETE FROM release WHERE id = :id",
)


def _ended(case: Any) -> bool:
    try:
        refuse_ended(case)
    except PdpError:
        return True
    return False


def play(seed: int, length: int = 30) -> Play:
    """One sequence; it raises AssertionError at the first breach of the law."""
    one = Play(seed)
    one.run(length)
    return one
