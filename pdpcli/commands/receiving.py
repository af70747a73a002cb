"""Reading a returned sheet with her: recognised, shown, its gaps asked, confirmed, written."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.commands.output import emit, note
from pdpcli.errors import DocumentRefused, InputRefused
from pdpcli.forms.part import ON, REFERENT, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from sqlite3 import Connection

    from pdpcli.forms.fields import Value
    from pdpcli.forms.returned import Returned
    from pdpcli.store.entries import Entry
    from pdpcli.store.open import Store
    from pdpcli.workflows.receive import PartRead, Reading
    from pdpcli.workflows.received import ReceivedFile
    from pdpcli.workflows.recognise import Recognised

_TITLES = {"reply": "Sa réponse", "request": "Ce qu'il demande (nouvelle liaison)"}
_ASKING = {"reply": "Sa réponse, à compléter", "request": "Sa demande, à compléter"}


@dataclass(frozen=True)
class Said:
    """What the options say of the file."""

    sheet: str
    on: date | None
    referent: str
    came: date
    yes: bool


def receive_sheet(store: "Store", file: "ReceivedFile", said: Said) -> None:
    """Read the file, show what it says, have it confirmed, then write it.

    Raises:
        DocumentRefused: not to be read, not ours, or an answer that ``Form.parse`` refuses.
        InputRefused: something must be said and there is nobody to ask.
        Interrupted: she said no; nothing was written.
    """
    from pdpcli.forms.returned import read_returned
    from pdpcli.store.people import person_name
    from pdpcli.workflows.receive import Confirmed, read_sheet
    from pdpcli.workflows.receive import receive as workflow

    _refuse_early(file, said)
    returned = read_returned(file.bytes)
    with closing(store.read()) as db:
        known = _known(db, returned, said)
        reading = read_sheet(db, known, returned, today())
        remarks = (*reading.remarks, *_seal(db, known, returned, file))
        person = person_name(db, reading.liaison.case.person_id)
    if not reading.sure:
        _whose(reading, person)
    _show(reading, person, remarks, said)
    entries = tuple(_entries(reading, said))
    _confirm(store, reading, entries, said)
    mark = _mark(returned, known)
    with store.write("liaison receive", reading.liaison.case.ref) as write:
        workflow(write, reading, Confirmed(entries, file, said.came), mark)
    _told(reading, entries)


def _refuse_early(file: "ReceivedFile", said: Said) -> None:
    if said.came > today():
        raise InputRefused("Rien n'a été noté : la date de réception est dans le futur.")
    if file.media != "pdf":
        raise DocumentRefused(
            "C'est une image : pdp ne lit pas ce qui y est écrit.",
            todo="Tapez la réponse, en gardant le fichier : pdp fiche repondre RÉF --scan FICHIER",
        )


def _known(db: "Connection", returned: "Returned", said: Said) -> "Recognised":
    """The fiche that the file says it is, or that she does."""
    from pdpcli.workflows.recognise import recognised

    found = recognised(db, returned, said.sheet, today())
    if found is None:
        raise DocumentRefused(
            "Rien dans ce fichier ne dit de quelle fiche il s'agit.",
            todo="Si c'est bien le retour d'une fiche d'ici : --fiche 42/1",
        )
    return found


def _whose(reading: "Reading", person: str) -> None:
    """Only a reference that another store may give too: she says whose sheet it is, seeing it.

    Raises:
        InputRefused: nobody to ask; no option stands for this.
        SaidNo: it is not hers.
    """
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.errors import SaidNo

    ref = reading.liaison.ref
    doubt = f"Le fichier porte la référence {ref}, mais rien n'y montre qu'il vient d'ici."
    asker = terminal(
        InputRefused(
            doubt, todo="Reprenez dans un terminal, où le nom de la personne vous sera montré."
        )
    )
    asked = f"{doubt} Est-ce bien la fiche de {person} ?"
    if not or_leave(lambda: asker.confirm(asked, proposed=False)):
        raise SaidNo("Laissé là : rien n'a été noté.")


def _seal(
    db: "Connection", known: "Recognised", returned: "Returned", file: "ReceivedFile"
) -> list[str]:
    """What became of our seal, said plainly: it proves nothing of who filled the sheet."""
    from pdpcli.workflows.receive import our_seal_lost
    from pdpcli.workflows.verify_file import verify_file

    if our_seal_lost(db, known, returned):
        return [_SEAL_LOST]
    if not returned.seal_present:
        return []
    broken = verify_file(db, file.bytes).seal.judgement in {"broken", "changed"}
    return [_SEAL_BROKEN] if broken else []


_SEAL_LOST = (
    "Notre cachet n'y est plus : le logiciel du partenaire l'a retiré en enregistrant."
    " La réponse se lit quand même."
)
_SEAL_BROKEN = (
    "Notre cachet est rompu : le fichier a été récrit depuis. La réponse se lit quand même ;"
    " comparez-la à ce qui est affiché."
)


def _show(reading: "Reading", person: str, remarks: tuple[str, ...], said: Said) -> None:
    from pdpcli.rules.dates import french
    from pdpcli.views.entries import entry_text, ours_text
    from pdpcli.views.wrap import wrapped

    partner, ref = reading.liaison.agreement.partner_name, reading.liaison.ref
    lines = [f"FICHE {ref}, {person}", f"{partner}, reçue le {french(said.came)}"]
    for one in reading.parts:
        lines += ["", f"{_TITLES[one.kind]} :", entry_text(one.form, one.texts)]
    if reading.ours:
        lines += ["", "Dans le fichier autrement qu'au cahier (rien n'en est repris) :"]
        lines += [ours_text(one.question, one.held, one.said) for one in reading.ours]
    if remarks:
        lines += ["", "À savoir :", *(line for one in remarks for line in wrapped(one, "  - "))]
    lines += ["", "Reçu n'est pas authentifié : le fichier ne prouve pas qui l'a rempli."]
    emit("\n".join(lines))


def _entries(reading: "Reading", said: Said) -> "Iterator[Entry]":
    """Each part as an entry; the day and the name said for the first are proposed for the next."""
    from pdpcli.rules.dates import french
    from pdpcli.workflows.reply import entry_of

    known = {ON: french(said.came), REFERENT: ""}
    for read in reading.parts:
        entry = entry_of(read.form, _complete(read, said, known), read.round, read.kind, "partner")
        known = {ON: french(entry.on), REFERENT: entry.referent}
        yield entry


def _complete(read: "PartRead", said: Said, known: "Mapping[str, str]") -> "Mapping[str, Value]":
    """The values, once what is refused or missing is said: by the options, or asked.

    Raises:
        DocumentRefused: an answer is refused, and there is nobody to ask.
        InputRefused: the date is missing, and there is nobody to ask.
    """
    from pdpcli.commands.asking_part import Gaps, asked_gaps

    texts = _with_options(read, said)
    parsed = read.form.parse(texts, stage="reply", today=today())
    gaps = [one.place for one in parsed.problems]
    if not texts.get(at(read.form, REFERENT)):
        gaps.append(at(read.form, REFERENT))
    if not parsed.problems and (not gaps or said.yes):
        return parsed.values
    proposed = {at(read.form, path): text for path, text in known.items() if text}
    wanted = Gaps(_ASKING[read.kind], gaps, parsed.problems, proposed)
    return asked_gaps(read.form, texts, wanted)


def _with_options(read: "PartRead", said: Said) -> dict[str, str]:
    """What the sheet says; the options say what it does not, or says so that it is refused."""
    from pdpcli.rules.dates import french

    refused = {one.place for one in read.form.parse(read.texts, stage=None, today=today()).problems}
    told = {ON: french(said.on) if said.on else "", REFERENT: said.referent}
    ids = {at(read.form, path): text for path, text in told.items() if text}
    lacking = {key: text for key, text in ids.items() if key in refused or key not in read.texts}
    return {**read.texts, **lacking}


def _confirm(store: "Store", reading: "Reading", entries: "tuple[Entry, ...]", said: Said) -> None:
    from pdpcli.commands.questions import confirmed
    from pdpcli.views.entries import differences
    from pdpcli.workflows.reply import reply_doubts, texts_of

    doubts = []
    for read, entry in zip(reading.parts, entries, strict=True):
        changed = differences(read.form, read.held, texts_of(entry, read.form)) if read.held else []
        if changed:
            emit("\n".join(["", "Une réponse est déjà au cahier. Ce qui changerait :", *changed]))
            doubts.append("Remplacer la réponse déjà au cahier ?")
        if read.kind == "reply":
            with closing(store.read()) as db:
                doubts += reply_doubts(db, reading.liaison, entry.on)
    what = "Noter ce qui est lu ci-dessus ?" if entries else "Garder cette fiche rectifiée ?"
    confirmed([*doubts, what], yes=said.yes)


def _mark(returned: "Returned", known: "Recognised") -> str:
    """The mark of a sheet that the partner began, to be kept: ours goes back under it."""
    from pdpcli.forms.mark import mark

    kept = returned.mark
    if kept is None or known.liaison.direction == "out":
        return ""
    return mark(kept.ref, kept.version, kept.round, kept.form_hash, kept.token)


def _told(reading: "Reading", entries: "tuple[Entry, ...]") -> None:
    from pdpcli.rules.dates import french

    ref, partner = reading.liaison.ref, reading.liaison.agreement.partner_name
    if not entries:
        emit(f"Fiche de {partner} gardée : {ref}. Rien n'a été changé au cahier.")
        note(f"Ce qui a changé se corrige : pdp situation corriger {reading.liaison.case.ref}")
    for entry in entries:
        if entry.kind == "reply":
            emit(f"Réponse de {partner} du {french(entry.on)} notée : {ref}.")
        else:
            emit(f"Nouvelle liaison de {partner} du {french(entry.on)} notée : {ref}.")
            note(f"Notre réponse est attendue : pdp fiche repondre {ref}")
