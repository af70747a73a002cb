"""Writing told situations in bulk: the rows of many cases in one transaction, then snapshots."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pdpcli.store import skeletons
from pdpcli.store.person_words import index_persons
from pdpcli.store.snapshots import refresh

if TYPE_CHECKING:
    from pdpcli.demo.plan import Situation
    from pdpcli.store.open import Write
    from pdpcli.store.our_agreements import OurAgreement

Row = dict[str, Any]


def insert(write: "Write", table: str, rows: Iterable[Row]) -> None:
    """Insert ``rows``; what a row does not say is NULL."""
    every = list(rows)
    columns = list(dict.fromkeys(column for row in every for column in row))
    if not every:
        return
    marks = ", ".join("?" * len(columns))
    write.db.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        ([row.get(column) for column in columns] for row in every),
    )


class Telling:
    """What every situation of the demonstration shares: the convention and its form."""

    def __init__(self, agreement: "OurAgreement", form_id: str, form_hash: str) -> None:
        self.agreement, self.form_id, self.form_hash = agreement, form_id, form_hash

    def put(self, write: "Write", situations: "Sequence[Situation]", persons: list[Row]) -> None:
        """Write ``situations``, whose new ``persons`` come with them, and their snapshots."""
        insert(write, "person", persons)
        index_persons(write.db, (row["id"] for row in persons))
        insert(write, "case_file", (self._case(write, one) for one in situations))
        for table in ("situation", "employment", "leave", "act"):
            insert(write, table, self._facts(write, table, situations))
        insert(write, "liaison", (self._fiche(one) for one in situations if one.told.fiche))
        for one in situations:
            self._signed_and_sent(write, one)
            refresh(write.db, one.index + 1)

    def _case(self, write: "Write", one: "Situation") -> Row:
        told, story = one.told, one.story
        return {
            "id": one.index + 1,
            "year": one.year,
            "number": one.number,
            "ref": one.ref,
            "person_id": one.person + 1,
            "person_key": one.who["key"],
            "state": told.state,
            "opened_on": told.opened_on.isoformat(),
            "closed_on": told.closed_on,
            "origin": story.origin,
            "origin_body": self.agreement.partner if story.origin == "partner" else None,
            "motive": "job_retention",
            "occupational_doctor": "Dr FICTIF",
            "context": f"{story.context} (Situation inventée.)",
            "member_id": 1,
            "cancel_reason": story.cancelled or None,
            "updated_at": write.at,
        }

    def _facts(
        self, write: "Write", table: str, situations: "Sequence[Situation]"
    ) -> Iterable[Row]:
        for one in situations:
            rows = {
                "situation": one.told.situations,
                "employment": map(_employment, one.told.employments),
                "leave": one.told.leaves,
                "act": (self._act(write, one, act) for act in one.told.acts),
            }
            for row in rows[table]:
                yield {"case_id": one.index + 1, **row}

    def _act(self, write: "Write", one: "Situation", act: Row) -> Row:
        exchanged = act["kind"] in {"referral", "examination"}
        return {
            "person_key": one.who["key"],
            "year": int(act["on_date"][:4]),
            "author": write.author,
            "agreement": self.agreement.id if exchanged else None,
            "body": self.agreement.partner if act["kind"] == "referral" else None,
            **act,
        }

    def _fiche(self, one: "Situation") -> Row:
        return {
            "case_id": one.index + 1,
            "agreement": self.agreement.id,
            "form_hash": self.form_hash,
            "direction": "out",
            "signalled_on": str(one.told.fiche),
            "number": 1,
            "answers": "{}",
        }

    def _signed_and_sent(self, write: "Write", one: "Situation") -> None:
        by = {"person_key": one.who["key"], "recorded_at": write.at, "author": write.author}
        for consent in one.told.consents:
            said = {"pair": self.agreement.pair, "form_id": self.form_id,
                    "form_hash": self.form_hash}  # fmt: skip
            skeletons.append(write.db, "consent", {**by, **said, **consent}, _signed(one))
        if one.told.dispatch is not None:
            sent = {"case_ref": one.ref, "liaison_number": 1, "recipient": self.agreement.partner}
            told = {**by, **sent, **one.told.dispatch}
            skeletons.append(write.db, "dispatch", told, {"to": self.agreement.partner_name})


def _signed(one: "Situation") -> Row:
    signer = f"{one.who['first_name']} {one.who['last_name']}"
    return {
        "place": "Lattes",
        "signer": signer,
        "capacity": "person",
        "kept_by": "Santé BTP 34",
        "collected_by": "Camille Exemple",
    }


def _employment(row: Row) -> Row:
    said = {key: value for key, value in row.items() if key != "employer"}
    return {**said, "employer_id": row["employer"] + 1}
