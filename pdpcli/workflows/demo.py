"""A store to play with: fictional situations, their fiches, meetings and consents.

One path for forty situations and for a hundred thousand.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.agreements.loader import find
from pdpcli.demo import cast
from pdpcli.errors import InputRefused
from pdpcli.files import private_folder, write_atomic
from pdpcli.store import session_key
from pdpcli.store.cases import CaseRow, case_by_ref
from pdpcli.store.envelope import Kdf
from pdpcli.store.home import user_agreements
from pdpcli.store.morning import waiting
from pdpcli.store.our_agreements import our_agreement
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows import agreement, keys, liaison
from pdpcli.workflows.demo_rows import Telling, insert

if TYPE_CHECKING:
    from pdpcli.demo.plan import Plan, Situation
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Store, Write

AGREEMENT = "btp34-carsat-lr"
PASSPHRASE = "truelle rabot cordeau équerre"  # noqa: S105 - fictional, and said to the player
PASSPHRASE_FILE = "mot-de-passe.txt"  # noqa: S105 - the name of a file
_CHUNK = 2_000
_DAY = 24 * 3600.0


@dataclass(frozen=True)
class Waiting:
    """References to play with: one to sign, one to send; "" when there is none."""

    to_sign: str
    to_send: str


def build(home: Path, plan: "Plan", tell: Callable[[int], None]) -> Waiting:
    """Make the demonstration in ``home``, which must not exist; ``tell`` hears the count.

    ``home`` is left with the store, the passphrase, the recovery key and two PDFs, and the store
    is unlocked. Raises InputRefused (a folder is there), CannotWrite; nothing is left then.
    """
    _refuse_existing(home)
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, home, ignore_errors=True)
        store = _found(home)
        _tell_everything(store, plan, tell)
        left = _produce(store, plan)
        session_key.keep(store, _DAY, _DAY)
        undo.pop_all()
    return left


def _refuse_existing(home: Path) -> None:
    if os.path.lexists(home):
        raise InputRefused(
            "Ce dossier existe déjà ; il n'a pas été touché.",
            where=str(home),
            todo="Choisissez-en un autre : pdp demonstration --dans AUTRE-DOSSIER\n"
            "Ou effacez celui-ci, si c'est une ancienne démonstration.",
        )


def _found(home: Path) -> "Store":
    founding = keys.Founding(
        service="Santé BTP 34",
        first_name="Camille",
        last_name="Exemple",
        passphrase=PASSPHRASE,
        recovery_key=new_recovery_key(),
        function="retention_officer",
        phone="04 65 71 00 34",
        email="camille.exemple@example.org",
    )
    keys.ready_to_found(home)
    private_folder(home)
    write_atomic(home / PASSPHRASE_FILE, f"{PASSPHRASE}\n".encode())
    return keys.found(home, founding, Kdf(), key_file=home / "cle-de-secours.txt")


def _tell_everything(store: "Store", plan: "Plan", tell: Callable[[int], None]) -> None:
    with store.write("demo") as write:
        telling = _set_the_scene(write, plan)
    situations, told, met = plan.situations(), 0, set[int]()
    while chunk := list(islice(situations, _CHUNK)):
        with store.write("demo") as write:
            telling.put(write, chunk, list(_newcomers(chunk, met)))
        told += len(chunk)
        tell(told)


def _newcomers(chunk: "list[Situation]", met: set[int]) -> Iterator[dict[str, object]]:
    for one in chunk:
        if one.person not in met:
            met.add(one.person)
            yield {"id": one.person + 1, **one.who}


def _set_the_scene(write: "Write", plan: "Plan") -> Telling:
    """The convention and its form, the companies, the meetings and collective actions."""
    folder = find(AGREEMENT, user_agreements())
    agreement.add(write, folder, None, plan.first)
    ours = our_agreement(write.db, AGREEMENT)
    employers = (cast.employer(plan.seed, at) for at in range(plan.employers))
    insert(write, "employer", ({"id": at, **one} for at, one in enumerate(employers, 1)))
    _gather(write, plan, ours.partner)
    form_hash = liaison.keep_declaration(write, ours)
    return Telling(ours, f"{AGREEMENT}/{folder.form.id}", form_hash)


def _gather(write: "Write", plan: "Plan", partner: str) -> None:
    calendar = plan.calendar()
    insert(
        write,
        "gathering",
        (
            {
                "id": number,
                "kind": one.kind,
                "agreement": AGREEMENT if one.joint else None,
                "on_date": one.on.isoformat(),
                "year": one.on.year,
                "title": one.title,
                "joint": int(one.joint),
                "participants": one.people,
                "mode": one.mode,
                "state": one.state,
                "cancel_reason": "reportée" if one.state == "cancelled" else None,
                "author": write.author,
            }
            for number, one in enumerate(calendar, 1)
        ),
    )
    joint = (number for number, one in enumerate(calendar, 1) if one.joint)
    insert(write, "gathering_partner", ({"gathering_id": n, "body": partner} for n in joint))


def _produce(store: "Store", plan: "Plan") -> Waiting:
    """One fiche that may leave and one sheet to sign, as PDFs in the folder."""
    from pdpcli.workflows.release import release
    from pdpcli.workflows.sheet import sheet_to_sign

    with closing(store.read()) as db:
        last = {
            row["waits"]: row["ref"] for row in waiting(db, plan.today)
        }  # the most recent of each
    found = Waiting(last.get("sign", ""), last.get("produce", ""))
    for ref, make in ((found.to_send, release), (found.to_sign, sheet_to_sign)):
        if ref:
            with store.write("demo", ref) as write:
                made = make(write, _fiche(write, ref, plan), plan.today)
            write_atomic(store.home / made.name, made.pdf)
    return found


def _fiche(write: "Write", ref: str, plan: "Plan") -> "LiaisonRow":
    case: CaseRow = case_by_ref(write.db, ref, plan.today)
    return liaison.ensure(write, case, our_agreement(write.db, AGREEMENT))
