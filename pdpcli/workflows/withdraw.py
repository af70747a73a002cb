"""The person withdraws her consent: as easy as giving it, and nothing leaves from then on.

Bilateral as it was given: for one pair of bodies and one form, whatever its scope (S0 art. 4; RGPD
art. 7, 3). What was withdrawn is given again only by a new signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem
from pdpcli.rules.dates import french
from pdpcli.store import skeletons
from pdpcli.store.cases import refuse_erased
from pdpcli.store.dispatches import Sent, sent_about
from pdpcli.store.our_agreements import OurAgreement, our_agreement, with_fiche
from pdpcli.store.persons import keys_of
from pdpcli.workflows.letter import LetterFile
from pdpcli.workflows.stop_letter import Asking, stop_letters

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

# What a person gave once, by pair and form: the last signature, and the last act whatever it is.
_GIVEN = """
SELECT c.pair, c.form_id, c.form_hash, c.on_date AS given_on,
  (SELECT act FROM consent l WHERE l.person_key = c.person_key AND l.pair = c.pair
     AND l.form_id = c.form_id ORDER BY l.id DESC LIMIT 1) AS last_act
FROM consent c
WHERE c.id IN (SELECT max(id) FROM consent
  WHERE person_key = ? AND act = 'given' GROUP BY pair, form_id)
ORDER BY c.id
"""
# The agreements of her fiches on a form: one form text may be kept once for several of them.
_BEGUN = """SELECT l.agreement FROM liaison l JOIN case_file f ON f.id = l.case_id
JOIN declaration d ON d.hash = l.form_hash WHERE f.person_key = ? AND d.form_id = ?"""


@dataclass(frozen=True)
class Given:
    """What a person gave: to which pair, on which form, when she last signed, what came since.

    ``under`` are the agreements that it serves: those of that pair with a fiche on that form.
    """

    under: tuple[OurAgreement, ...]
    pair: str
    form_id: str
    form_hash: str
    given_on: date
    last_act: str
    person_key: str  # under which she signed: she may have been entered twice

    @property
    def agreement(self) -> OurAgreement:
        """The first of them, whose partner is that of all."""
        return self.under[0]


@dataclass(frozen=True)
class Withdrawn:
    """What follows a withdrawal: what had been sent, the letters, what left after its day."""

    partners: tuple[str, ...]
    sent: tuple[Sent, ...]
    letters: tuple[LetterFile, ...]
    late: tuple[Sent, ...]  # a breach that it reveals: sent after its day


def given_by(db: Connection, person_key: str) -> list[Given]:
    """Everything the person gave once, in the order of the last signatures."""
    return [
        Given(
            _under(db, person_key, row["pair"], row["form_id"]),
            row["pair"],
            row["form_id"],
            row["form_hash"],
            date.fromisoformat(row["given_on"]),
            row["last_act"],
            person_key,
        )
        for row in db.execute(_GIVEN, (person_key,)).fetchall()
    ]


def _under(db: Connection, person_key: str, pair: str, form_id: str) -> tuple[OurAgreement, ...]:
    begun = {row["agreement"] for row in db.execute(_BEGUN, (person_key, form_id)).fetchall()}
    ours = [one for one in with_fiche(db) if one.pair == pair]
    return tuple(one for one in ours if one.id in begun) or tuple(ours)


def to_withdraw(
    db: Connection, case: "CaseRow", agreement: str = "", *, every: bool = False
) -> list[Given]:
    """What is to be withdrawn: the one ``agreement`` names, the only one, or ``every`` one.

    Raises:
        InputRefused: nothing was ever given, all is withdrawn already, several could be meant, or
            the person was erased.
    """
    keys = keys_of(db, refuse_erased(case))
    given = [one for key in keys for one in given_by(db, key)]
    ours = our_agreement(db, agreement).id if agreement else ""
    found = [one for one in given if not ours or ours in {under.id for under in one.under}]
    standing = [one for one in found if one.last_act != "withdrawn"]
    if not found:
        raise InputRefused(
            "Aucun accord n'a été donné : il n'y a rien à retirer.",
            where=case.ref,
            todo=f"La personne refuse de signer : pdp accord refuser {case.ref}",
        )
    if not standing:
        raise InputRefused(
            "Cet accord est déjà retiré.",
            where=case.ref,
            todo=f"Écrire de nouveau les lettres : pdp accord retirer {case.ref} --lettres",
        )
    if len({(one.pair, one.form_id) for one in standing}) > 1 and not every:
        listed = ", ".join(dict.fromkeys(one.agreement.id for one in standing))
        raise InputRefused(
            "La personne a donné plusieurs accords : lequel retire-t-elle ?",
            where=case.ref,
            todo=f"Un seul : --convention avec l'une de {listed}\nTous : --toutes",
        )
    return standing


def sent_under(db: Connection, given: Sequence[Given]) -> list[Sent]:
    """What was sent about the person on the forms of these consents, to the body of each pair."""
    return [
        one
        for form in given
        for one in sent_about(db, form.person_key, form.form_id)
        if one["recipient"] in form.pair.split("|")
    ]


def withdraw(
    write: "Write", case: "CaseRow", given: Sequence[Given], on: date, today: date
) -> Withdrawn:
    """Record the withdrawal of ``given`` at ``on`` and write the letters that ask to stop.

    Raises:
        InputRefused: a date in the future, or before the signature.
    """
    _check_date(given, on, today)
    for one in given:
        _append(write, one, on)
    sent = sent_under(write.db, given)
    return Withdrawn(
        tuple(dict.fromkeys(one.agreement.partner_name for one in given)),
        tuple(sent),
        tuple(stop_letters(write, case, sent, Asking("withdrawn", on, today))),
        tuple(one for one in sent if _is_late(one, on)),
    )


def _is_late(sent: Sent, on: date) -> bool:
    return bool(sent["without_consent"]) and sent["on_date"] > on.isoformat()


def _check_date(given: Sequence[Given], on: date, today: date) -> None:
    problems = []
    if on > today:
        problems.append(Problem("--le", "cette date est dans le futur."))
    signed = max(one.given_on for one in given)
    if on < signed:
        problems.append(Problem("--le", f"l'accord a été signé après, le {french(signed)}."))
    if problems:
        raise InputRefused("Le retrait n'a pas été enregistré.", problems=problems)


def _append(write: "Write", given: Given, on: date) -> None:
    skeletons.append(
        write.db,
        "consent",
        {
            "person_key": given.person_key,
            "pair": given.pair,
            "form_id": given.form_id,
            "form_hash": given.form_hash,
            "act": "withdrawn",
            "on_date": on.isoformat(),
            "recorded_at": write.at,
            "author": write.author,
        },
        {},
    )
