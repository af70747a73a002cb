"""What an erasure removes and what it leaves, table by table, as SQL (design §5; RGPD art. 17).

Left: « lignes statistiques sans identité ». They are not anonymous: an act keeps its snapshot (age,
sex, département, NAF, size, titles…), its kind, dates and body, because counts read them; a
situation keeps its reference, its dates, whether the social service knew her (BTP34 counts it); a
fiche its number, agreement and dates; consents, releases, dispatches and notices their skeletons.
Of a request, its right, dates and outcome.
The opaque key joins them, so that « 31 actes pour 23 personnes » stays true.
"""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.store.loose_notes import hide_in_notes
from pdpcli.store.named_in import ALONE
from pdpcli.store.report_texts import hide_names

if TYPE_CHECKING:
    from pdpcli.store.clear_copies import ClearCopy

_SKELETONS = ("consent", "release", "dispatch", "notice")
# Deepest first. An act loses what could name her: the job, the employer, what was typed freely.
_OF_THE_CASES = (
    "DELETE FROM entry WHERE liaison_id IN (SELECT id FROM liaison WHERE case_id IN ({cases}))",
    """DELETE FROM printed_sheet WHERE liaison_id IN
      (SELECT id FROM liaison WHERE case_id IN ({cases}))""",
    "UPDATE liaison SET answers = '{{}}', cancel_reason = NULL WHERE case_id IN ({cases})",
    "DELETE FROM agenda_item WHERE case_id IN ({cases})",
    "DELETE FROM situation WHERE case_id IN ({cases})",
    "DELETE FROM employment WHERE case_id IN ({cases})",
    "DELETE FROM leave WHERE case_id IN ({cases})",
    "DELETE FROM plan WHERE case_id IN ({cases})",
    """DELETE FROM deadline_change WHERE deadline IN
      (SELECT uid FROM deadline WHERE case_id IN ({cases}))""",
    "DELETE FROM deadline WHERE case_id IN ({cases})",
    "DELETE FROM reminder_note WHERE case_id IN ({cases})",
    """UPDATE act SET job = NULL, employer_id = NULL, note = NULL, cancel_reason = NULL,
      state = CASE state WHEN 'planned' THEN 'cancelled' ELSE state END
    WHERE case_id IN ({cases})""",
    """DELETE FROM document WHERE case_ref IN
      (SELECT ref FROM case_file WHERE id IN ({cases}))""",
    """UPDATE case_file SET person_id = NULL, origin = NULL, origin_body = NULL, motive = NULL,
      occupational_doctor = NULL, context = NULL, member_id = NULL, cancel_reason = NULL,
      employee_contact = NULL, employer_contact = NULL,
      closed_on = CASE state WHEN 'open' THEN :on ELSE closed_on END,
      state = CASE state WHEN 'open' THEN 'closed' ELSE state END
    WHERE id IN ({cases})""",
)
_UNDER_THE_KEY = """DELETE FROM document WHERE person_key = :key
  OR release_id IN (SELECT id FROM release WHERE person_key = :key)
  OR consent_id IN (SELECT id FROM consent WHERE person_key = :key)"""
# What she asked, and that it was answered in time, stay; her words and ours do not.
_ASKED = (
    """UPDATE rights_request SET asked = NULL, extended_why = NULL, answer = NULL,
      lifted_why = NULL, answered_on = coalesce(answered_on, :on),
      outcome = coalesce(outcome, 'granted') WHERE person_key = :key""",
    "UPDATE hold SET reason = NULL, lifted_why = NULL WHERE person_key = :key",
)
_OF_THE_PERSON = (
    "DELETE FROM person_word WHERE person_id = :person",
    "DELETE FROM person WHERE id = :person",
)
# An employer that nobody else had, and that is herself: she works on her own, or it bears her name.
_HERSELF = """
SELECT e.id, e.folded FROM employer e WHERE e.id IN
  (SELECT employer_id FROM employment WHERE case_id IN ({cases}))
AND NOT EXISTS (SELECT 1 FROM employment m WHERE m.employer_id = e.id
  AND m.case_id NOT IN ({cases}))
"""


def cases_of(db: Connection, person_id: int) -> list[dict[str, Any]]:
    """Every situation of a person: id, ref, state."""
    rows = db.execute(
        "SELECT id, ref, state FROM case_file WHERE person_id = ? ORDER BY year, number",
        (person_id,),
    )
    return [dict(row) for row in rows]


def own_employers(db: Connection, person_id: int, cases: Sequence[int]) -> list[int]:
    """The entries of the directory that are the person herself, and nobody else's employer."""
    listed = _listed(cases)
    alone = db.execute(
        f"SELECT 1 FROM situation WHERE case_id IN ({listed}) AND status IN {ALONE}"
    ).fetchone()
    named = db.execute(
        "SELECT last_name, birth_name FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    found = db.execute(_HERSELF.format(cases=listed)).fetchall()
    return [row["id"] for row in found if alone or _bears(row["folded"], named)]


def _bears(folded: str, names: Sequence[str | None]) -> bool:
    """Whether an employer's name holds the person's, as words of its own."""
    from pdpcli.rules.names import fold

    return any(name and f" {fold(name)} " in f" {folded} " for name in names)


def erase_rows(db: Connection, person: tuple[int, str], cases: Sequence[int], on: str) -> None:
    """Remove everything of ``person`` (id, key) but what the head of this module says is left.

    The row of ``erasure`` is already there: details can be deleted only then.
    """
    employers = own_employers(db, person[0], cases)
    _hide_in_meetings(db, person[0], cases)
    hide_names(db, _full_names(db, person[0]))
    hide_in_notes(db, person[0])
    sweep_rows(db, person[1], cases, on)
    for sql in _OF_THE_PERSON:
        db.execute(sql, {"person": person[0]})
    db.execute(f"DELETE FROM employer WHERE id IN ({_listed(employers)})")


def sweep_rows(db: Connection, key: str, cases: Sequence[int], on: str) -> None:
    """Remove what is held under the key of somebody erased, whatever wrote it and when.

    A file in clear that is still there keeps its place in the register, to be deleted.
    """
    bound = {"key": key, "on": on}
    for table in _SKELETONS:
        db.execute(
            f"""DELETE FROM {table}_detail WHERE {table}_id IN
            (SELECT id FROM {table} WHERE person_key = :key)""",
            bound,
        )
    for sql in (*_OF_THE_CASES, _UNDER_THE_KEY, *_ASKED):
        db.execute(sql.format(cases=_listed(cases)), bound)
    refs = [row["ref"] for row in _refs(db, cases)]
    there = _listed([copy.id for copy in written_in_clear(db, refs)])
    for ref in refs:
        db.execute(f"DELETE FROM clear_copy WHERE case_ref = ? AND id NOT IN ({there})", (ref,))


def _refs(db: Connection, cases: Sequence[int]) -> list[Any]:
    return db.execute(f"SELECT ref FROM case_file WHERE id IN ({_listed(cases)})").fetchall()


def cases_under(db: Connection, key: str) -> list[dict[str, Any]]:
    """Every situation of a person, erased or not, by her key: id, ref."""
    rows = db.execute("SELECT id, ref FROM case_file WHERE person_key = ? ORDER BY id", (key,))
    return [dict(row) for row in rows]


def _hide_in_meetings(db: Connection, person_id: int, cases: Sequence[int]) -> None:
    """Take her name out of titles and minutes; alone, only where her situation was seen."""
    from pdpcli.rules.hiding import without_names

    row = db.execute(
        "SELECT last_name, first_name, birth_name FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    last, first, birth = row["last_name"], row["first_name"], row["birth_name"] or ""
    full = _full_names(db, person_id)
    meetings = db.execute(
        f"""SELECT g.id, g.title, g.minutes, EXISTS (SELECT 1 FROM act a
            WHERE a.gathering_id = g.id AND a.case_id IN ({_listed(cases)})) AS seen
        FROM gathering g WHERE g.title IS NOT NULL OR g.minutes IS NOT NULL"""
    ).fetchall()
    for one in meetings:
        names = [*full, last, first, birth] if one["seen"] else full
        told = {key: one[key] and without_names(one[key], names) for key in ("title", "minutes")}
        if any(told[key] != one[key] for key in told):
            db.execute(
                "UPDATE gathering SET title = :title, minutes = :minutes WHERE id = :id",
                {**told, "id": one["id"]},
            )


def _full_names(db: Connection, person_id: int) -> list[str]:
    """Her names, each with her first name, both ways round."""
    last, birth, first = db.execute(
        "SELECT last_name, birth_name, first_name FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    named = [one for one in (last, birth) if one]
    return [*(f"{one} {first}" for one in named), *(f"{first} {one}" for one in named)]


def _listed(numbers: Sequence[int]) -> str:
    """Row numbers of ours, as SQL."""
    return ", ".join(str(int(number)) for number in numbers)


def written_in_clear(db: Connection, refs: Sequence[str]) -> "list[ClearCopy]":
    """The PDFs in clear written for these situations that are still there as they were."""
    from pdpcli.store.clear_copies import clear_copies

    found = []
    for ref in refs:
        rows = db.execute(
            "SELECT DISTINCT liaison_number FROM clear_copy WHERE case_ref = ?", (ref,)
        ).fetchall()
        found += [copy for (number,) in rows for copy in clear_copies(db, ref, number)]
    return found


def alike(db: Connection, person_id: int) -> list[str]:
    """The last situations of other persons recorded under the same name: herself, perhaps."""
    rows = db.execute(
        """SELECT (SELECT ref FROM case_file c WHERE c.person_id = o.id
            ORDER BY year DESC, number DESC LIMIT 1) AS ref
        FROM person p JOIN person o ON o.folded = p.folded AND o.id <> p.id
        WHERE p.id = ? ORDER BY ref""",
        (person_id,),
    )
    return [row["ref"] for row in rows if row["ref"]]
