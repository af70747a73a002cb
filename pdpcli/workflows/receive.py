"""A sheet that comes back: only the recipient's part of it is read, and nothing of it is sure.

What it says goes through ``Form.parse`` like what is typed; she confirms it. « Reçu n'est pas
authentifié » : the journal says so (input.md).
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import DocumentRefused, Refusal
from pdpcli.forms.attachment import FicheJson
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form, read_form
from pdpcli.forms.inputs import FILLS, read_inputs
from pdpcli.forms.part import Kind, part
from pdpcli.forms.returned import Returned
from pdpcli.forms.rounds import repeats, reply_ids, request_ids, with_rounds
from pdpcli.store.entries import Entry, entries_of, is_theirs, open_round
from pdpcli.store.fiche import fiche_form, fiche_values
from pdpcli.store.liaisons import LiaisonRow
from pdpcli.store.released import sealed_release
from pdpcli.workflows.received import ReceivedFile, keep
from pdpcli.workflows.recognise import Recognised
from pdpcli.workflows.reply import held, put_reply, refuse_changed
from pdpcli.workflows.whose_sheet import is_sure

if TYPE_CHECKING:
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class PartRead:
    """What the sheet says in one part: raw texts by field id of ``form``, to be parsed.

    ``held`` is what we hold of it already; ``round`` the round it is, or will be, of.
    """

    kind: Kind
    round: int
    form: Form
    texts: Mapping[str, str]
    held: Mapping[str, str]


@dataclass(frozen=True)
class Differs:
    """A field of ours that the file says otherwise: shown, never taken."""

    question: str
    held: str
    said: str


@dataclass(frozen=True)
class Reading:
    """What a returned sheet says: each part, what it says otherwise than we do, what to know.

    No part: it is a sheet of theirs put right, to be kept and compared. ``sure``: it is known to
    be of that fiche, and not of one that another store numbers alike.
    """

    liaison: LiaisonRow
    round: int
    parts: tuple[PartRead, ...]
    ours: tuple[Differs, ...]
    remarks: tuple[str, ...]
    sure: bool = True


def read_sheet(db: Connection, known: Recognised, returned: Returned, today: date) -> Reading:
    """What the file says in the recipient's part, still to be parsed and confirmed.

    Raises:
        DocumentRefused: it was printed, flattened or scanned, nothing was written in it, or it is
            about somebody else.
    """
    liaison = known.liaison
    form = with_rounds(read_form(liaison.form_text), max(known.round, 1))
    values = fiche_values(db, fiche_form(liaison), liaison, today)
    differing = tuple(_differing(form, values, known.attached, returned, today))
    sure = is_sure(form, values, known)
    filled, doubled = read_inputs(form, returned.fields)
    attached = _attached(form, known.attached, today)
    raw = {**attached, **filled}
    parts = tuple(_parts(db, known, form, values, raw))
    if not parts and not (differing and liaison.direction == "in" and known.attached):
        raise _nothing(liaison, returned)
    taken = {key for one in parts for key in _expanded(form, one, known)}
    remarks = [
        *returned.remarks,
        *(f"{form.by_id[one.place].question} : {one.reason}" for one in doubled),
        *(_doubled(form, name) for name in returned.doubled),
        *(said for key, text in attached.items() if text and key in taken
          for said in _beside(form.by_id[key], filled.get(key, ""), text, today)),
        *(f"Écrit ailleurs, non repris : {form.by_id[key].question} : {filled[key]}"
          for key in filled if key not in taken),
    ]  # fmt: skip
    return Reading(liaison, _reply_round(known), parts, differing, tuple(remarks), sure)


def _reply_round(known: Recognised) -> int:
    return min(known.round, known.liaison.round)


def _parts(
    db: Connection,
    known: Recognised,
    form: Form,
    values: Mapping[str, Value],
    raw: Mapping[str, str],
) -> Iterator[PartRead]:
    """The partner's reply, then what it asks in a new « nouvelle liaison »."""
    liaison, number = known.liaison, _reply_round(known)
    entries = entries_of(db, liaison.id)
    if not is_theirs(replace(liaison, round=number), entries):
        written = part(form, "reply", number, values)
        if said := _of(raw, reply_ids(form, number), written):
            yield PartRead("reply", number, written, said, held(entries, written, number))
    at = _request_at(known)
    if repeats(form) and at <= form.rounds:
        written = part(form, "request", at, values)
        if said := _of(raw, request_ids(form, at), written):
            yield PartRead("request", liaison.round + 1, written, said, {})


def _request_at(known: Recognised) -> int:
    """The round of the sheet where the partner asks: the blank one, or the one it began."""
    return known.round if known.round > known.liaison.round else known.round + 1


def _of(raw: Mapping[str, str], ids: Mapping[str, str], written: Form) -> dict[str, str]:
    return {base: raw[key] for base, key in ids.items() if key in raw and base in written.by_id}


def _expanded(form: Form, read: PartRead, known: Recognised) -> Iterator[str]:
    if read.kind == "reply":
        ids = reply_ids(form, read.round)
    else:
        ids = request_ids(form, _request_at(known))
    return (ids[base] for base in read.texts)


def _attached(form: Form, data: FicheJson | None, today: date) -> dict[str, str]:
    """What the attachment says in the recipient's parts: another cell writes there."""
    fillable = {one.id: one for one in form.asked(*FILLS)}
    said = data.values if data else {}
    return {key: _shown(one, said[key], today) for key, one in fillable.items() if key in said}


def _shown(one: Field, text: str, today: date) -> str:
    """The text as it is shown: the days of an attachment are written for programs."""
    if one.kind == "date":
        with suppress(Refusal):
            return one.format(one.parse(text, today))
    return text


def _beside(one: Field, filled: str, said: str, today: date) -> Iterator[str]:
    """What of the reply is only in the attachment, or otherwise there: it is perhaps not shown."""
    if not filled:
        yield f"{one.question} : lu dans les données jointes au fichier, peut-être pas affiché."
        return
    with suppress(Refusal):
        if _same(one, filled, one.parse(said, today), today):
            return
    yield f"{one.question} : les données jointes au fichier disent autre chose : {said}"


def _differing(
    form: Form,
    values: Mapping[str, Value],
    data: FicheJson | None,
    returned: Returned,
    today: date,
) -> Iterator[Differs]:
    said = {**(data.values if data else {}), **returned.fields}
    for one in form.asked("sender", "auto"):
        text = said.get(one.id, "")
        ours = values.get(one.id)
        if text and not _same(one, text, ours, today):
            yield Differs(
                one.question, "" if ours is None else one.format(ours), _shown(one, text, today)
            )


def _same(one: Field, text: str, ours: Value, today: date) -> bool:
    try:
        return ours is not None and one.parse(text, today) == ours
    except Refusal:
        return False


def _doubled(form: Form, name: str) -> str:
    known = form.by_id.get(name.partition("__")[0])
    return f"Le champ « {known.question if known else name} » est deux fois dans le fichier."


def _nothing(liaison: LiaisonRow, returned: Returned) -> DocumentRefused:
    todo = f"Tapez la réponse, en gardant le fichier : pdp fiche repondre {liaison.ref} --scan"
    if returned.fillable:
        return DocumentRefused(
            "Rien n'est écrit dans la partie du destinataire : il n'y a pas de réponse à lire.",
            where=liaison.ref,
            todo=todo,
        )
    return DocumentRefused(
        "Cette fiche a été imprimée, aplatie ou numérisée : ses réponses ne se lisent pas.",
        where=liaison.ref,
        todo=todo,
    )


@dataclass(frozen=True)
class Confirmed:
    """What she confirmed: the entries, the file, the day it came."""

    entries: tuple[Entry, ...]
    file: ReceivedFile
    on: date


def receive(write: "Write", reading: Reading, confirmed: Confirmed, mark: str) -> None:
    """Keep the file, write the partner's reply, and begin the round that it asks.

    Raises:
        InputRefused: the fiche went on while the file was being read; see ``put_reply``.
    """
    refuse_changed(write.db, reading.liaison)
    liaison = replace(reading.liaison, round=reading.round)
    number = keep(write, liaison, confirmed.file, confirmed.on, said={"mark": mark} if mark else {})
    for entry in confirmed.entries:
        kept = replace(entry, document_id=number)
        if entry.kind == "reply":
            put_reply(write, reading.liaison, kept, "read")
        else:
            open_round(write, reading.liaison, kept)  # from now on we owe its reply


def our_seal_lost(db: Connection, known: Recognised, returned: Returned) -> bool:
    """Whether what we sent bore our seal, and the file that comes back bears none."""
    sealed = known.release is not None and sealed_release(db, known.release)
    return sealed and not returned.seal_present
