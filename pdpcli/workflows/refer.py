"""Seizing the local instance of the Assurance maladie via the SSAM (S0 and S1 annexe 1, art. 3).

A situation, urgent or complex, is an act; what leaves of it goes by its fiche, through the gate. A
question on the regulations is a letter that names nobody.
"""

import re
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.agreements.agreement import Instance
from pdpcli.errors import InputRefused
from pdpcli.forms.letter import Letter
from pdpcli.forms.rounds import repeats
from pdpcli.rules.dates import french
from pdpcli.rules.names import fold
from pdpcli.rules.nir import holds_nir
from pdpcli.store.exchange import fiches
from pdpcli.workflows import act
from pdpcli.workflows.act import ActSaid
from pdpcli.workflows.letter import Told, letter_to_partner

if TYPE_CHECKING:
    from pathlib import Path

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write
    from pdpcli.store.our_agreements import OurAgreement

_SUBJECT = "éclairage demandé sur la réglementation"
_OPENING = (
    "Comme notre convention le prévoit ({source}), nous demandons, par votre intermédiaire, à "
    "l'instance locale de l'Assurance maladie ({name}) un éclairage sur la réglementation relevant "
    "du code de la sécurité sociale."
)
_ENDING = (
    "Cette question est d'ordre général : elle ne porte ni le nom ni les données d'une personne. "
    "Nous vous remercions de la transmettre, et de nous faire part de la réponse."
)
_WORD = re.compile(r"[^\W_](?:[\w-]*\w)?")


@dataclass(frozen=True)
class Request:
    """Why the instance is seized (CHOICES["instance_motive"]), and in her words."""

    motive: str
    text: str
    on: date


def local_instance(agreement: "OurAgreement", user_folder: "Path") -> Instance:
    """The instance of the Assurance maladie that a convention names.

    Raises:
        InputRefused: it names none.
    """
    from pdpcli.agreements.loader import find

    folder = find(agreement.id, user_folder)
    found = next((one for one in folder.instances if one.kind == "insurance"), None)
    if found is None:
        raise InputRefused(
            "Cette convention ne prévoit pas d'instance de l'Assurance maladie à saisir.",
            todo="Dites laquelle : --convention IDENTIFIANT (pdp convention liste)",
        )
    return found


def refer(
    write: "Write",
    case: "CaseRow",
    agreement: "OurAgreement",
    instance: Instance,
    asked: Request,
) -> int:
    """Note that the instance is seized of this situation; the number of the act.

    Raises:
        InputRefused: the situation is cancelled, or its person erased.
    """
    details = {
        "nature": asked.motive,
        "agreement": agreement.id,
        "body": instance.body,
        "note": asked.text,
    }
    return act.add(write, case, ActSaid("instance_request", asked.on, details))


def next_steps(
    db: Connection, case: "CaseRow", agreement: "OurAgreement", today: date
) -> list[str]:
    """What is to be done so that what they need leaves, by the fiche and through its gate."""
    rows = [row for row in fiches(db, today, case.id) if row["agreement"] == agreement.id]
    option = f" --convention {agreement.id}"
    if not rows:
        return [f"Commencer la fiche, et y dire le motif    pdp fiche nouveau {case.ref}{option}"]
    row = max(rows, key=lambda one: one["number"])
    ref = f"{case.ref}/{row['number']}"
    steps = {
        "sign": [f"Faire signer l'accord     pdp accord imprimer {ref}",
                 f"Dire le motif             pdp fiche corriger {ref}"],
        "produce": [f"Dire le motif             pdp fiche corriger {ref}",
                    f"Puis la produire          pdp fiche produire {ref}"],
        "send": [f"Noter son envoi           pdp fiche envoyer {ref}"],
        "reply": [f"Le dire dans la réponse   pdp fiche repondre {ref}"],
    }  # fmt: skip
    if row["waits"] in steps:
        return steps[row["waits"]]
    if row["state"] in ("refused", "withdrawn"):
        return ["La personne n'est pas d'accord : rien d'elle ne part."]
    if _repeats(db, case, row["number"]):
        return [f"Une nouvelle liaison, qui dit le motif    pdp fiche suite {ref}"]
    return [f"Une autre fiche, qui dit le motif         pdp fiche nouveau {case.ref}{option}"]


def _repeats(db: Connection, case: "CaseRow", number: int) -> bool:
    from pdpcli.forms.form import read_form
    from pdpcli.store.liaisons import numbered_fiche

    return repeats(read_form(numbered_fiche(db, case, number).form_text))


def refuse_personal(db: Connection, text: str, case: "CaseRow | None") -> None:
    """InputRefused when a question holds a number, or what names the person of ``case``."""
    if holds_nir(text):
        raise InputRefused(
            "La question n'a pas été écrite : un numéro de sécurité sociale semble s'y trouver.",
            todo="Une question sur la réglementation ne porte rien d'une personne : retirez-le.",
        )
    if case is None or case.person_id is None:
        return
    row = db.execute(
        "SELECT last_name, first_name, birth_name, born_on FROM person WHERE id = ?",
        (case.person_id,),
    ).fetchone()
    names = [row["last_name"], row["birth_name"] or "", row["first_name"]]
    said = f" {fold(text)} "
    born = date.fromisoformat(row["born_on"]) if row["born_on"] else None
    dates = {french(born), born.isoformat()} if born else set()
    if any(name and f" {fold(name)} " in said for name in names) or any(
        one in text for one in dates
    ):
        raise InputRefused(
            "La question n'a pas été écrite : elle dit de qui il s'agit.",
            where=case.ref,
            todo="Retirez le nom, le prénom et la date de naissance.",
        )


def names_met(db: Connection, text: str) -> list[int]:
    """Which words of ``text``, from 1, have a capital and are in the name of somebody recorded.

    By their rank: a message never repeats a name.
    """
    found = []
    for rank, word in enumerate(_WORD.findall(text), 1):
        if word[:1].isupper() and _is_a_name(db, fold(word)):
            found.append(rank)
    return found


def _is_a_name(db: Connection, word: str) -> bool:
    row = db.execute(
        """SELECT 1 FROM person_word WHERE word = :word
        UNION ALL SELECT 1 FROM person_word WHERE word > :word || ' ' AND word < :word || '!'
        LIMIT 1""",
        {"word": word},
    ).fetchone()
    return row is not None


def question_letter(
    write: "Write", agreement: "OurAgreement", instance: Instance, asked: Request
) -> Letter:
    """The letter to the SSAM: the convention's article, the question, and nobody's name."""
    opening = _OPENING.format(source=instance.source, name=instance.name)
    told = Told(_SUBJECT, (opening, *asked.text.split("\n\n"), _ENDING))
    return letter_to_partner(write, agreement, told, asked.on)
