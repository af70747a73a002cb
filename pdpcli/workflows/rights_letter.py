"""The letters to the person herself about a right that she exercises (RGPD, art. 12).

They are for her: journaled, not gated (law 1). What is refused says why, and to whom she may turn
(art. 12, 4).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.forms.letter import Letter
from pdpcli.rules.dates import french
from pdpcli.rules.rights import ARTICLES
from pdpcli.rules.vocabulary import label
from pdpcli.store.bodies import postal_lines
from pdpcli.store.letters import letters_on
from pdpcli.store.people import person_name
from pdpcli.workflows.letter import Addressed, LetterFile, write_letter

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write
    from pdpcli.store.rights import Request

PREFIX = "droits"
PARTNER = "un partenaire (son adresse y est)"
RECIPIENT = "la personne (à lui remettre, ou par la poste)"
_RECEIVED = "Nous avons reçu le {on} {asked} ({article} du RGPD)."
#: What was done, by right and by outcome; « {partners} » is a sentence, or nothing.
_DONE = {
    "access": "Vous trouverez avec cette lettre tout ce que notre cellule garde de vous : un "
    "document à lire, le même en format ouvert (JSON), et les pièces. Il dit à qui vos données "
    "sont allées, quand et comment.",
    "portability": "Vous trouverez avec cette lettre vos données en format ouvert (JSON), à "
    "reprendre par un autre organisme, et un document à lire.",
    "rectification": "Vos données sont rectifiées. {partners}",
    "limitation": "Nous n'utilisons plus vos données : elles sont seulement gardées, et plus rien "
    "n'est transmis, sauf si vous le demandez. Nous vous préviendrons avant que cela cesse. "
    "{partners}",
    "opposition": "Votre opposition est enregistrée. Le temps d'examiner vos raisons, nous "
    "n'utilisons plus vos données (article 18, paragraphe 1, d) : elles sont seulement gardées, et "
    "plus rien n'est transmis. {partners}",
    "erasure": "Vos données sont effacées. Il reste des lignes statistiques sans identité, et des "
    "traces datées de ce qui a été signé et envoyé, sans leur contenu ; elles ne sont pas anonymes "
    "au sens du RGPD. {partners}",
}
_PARTNERS = "Nous le disons par lettre à chaque organisme qui avait reçu vos données : {names}."
_NOBODY = "Vos données n'avaient été transmises à personne."
_PARTLY = "Nous y répondons en partie."
_REFUSED = "Nous ne pouvons pas y donner suite."
_RECOURSE = (
    "Si cette réponse ne vous convient pas, vous pouvez écrire à notre délégué à la protection des "
    "données{dpo}, introduire une réclamation auprès de la CNIL (www.cnil.fr), ou "
    "saisir le juge."
)
_EXTENDED = (
    "Nous n'avons pas encore pu y répondre et devons prolonger ce délai de deux mois, jusqu'au "
    "{until}, comme l'article 12, paragraphe 3, du RGPD le permet. La raison en est la suivante."
)
_LIFTED = (
    "À votre demande, nous n'utilisions plus vos données (article 18 du RGPD). Cette limitation "
    "est levée le {on} ; l'article 18, paragraphe 3, nous demande de vous en prévenir auparavant. "
    "La raison en est la suivante."
)


def answer_letter(
    write: "Write",
    case: "CaseRow",
    request: "Request",
    today: date,
    partners: Sequence[str] | None = None,
) -> Letter:
    """The answer to a request; ``partners`` are those told of it, None when it is not said."""
    told = _DONE[request.kind].format(partners=_told_to(partners)).strip()
    parts = {
        "granted": [told, request.answer],
        "partly": [_PARTLY, request.answer],
        "refused": [_REFUSED, request.answer],
    }[request.outcome]
    recourse = [] if request.outcome == "granted" else [_RECOURSE.format(dpo=_dpo(write))]
    paragraphs = (_received(request), *filter(None, parts), *recourse)
    return _letter(write, case, _asked(request), paragraphs, today)


def extension_letter(write: "Write", case: "CaseRow", request: "Request", today: date) -> Letter:
    """That the answer takes two months more, with the reason."""
    until = _EXTENDED.format(until=french(request.last_day))
    paragraphs = (
        _received(request),
        until,
        request.extended_why,
        _RECOURSE.format(dpo=_dpo(write)),
    )
    return _letter(write, case, _asked(request), paragraphs, today)


def lift_letter(write: "Write", case: "CaseRow", why: str, today: date) -> Letter:
    """That the limitation ends, with the reason."""
    paragraphs = (_LIFTED.format(on=french(today)), why, _RECOURSE.format(dpo=_dpo(write)))
    return _letter(write, case, "la limitation du traitement de vos données", paragraphs, today)


def keep(write: "Write", case: "CaseRow", letter: Letter) -> LetterFile:
    """Draw the letter and keep it with her documents: they go with an erasure."""
    return write_letter(write, case, Addressed(letter, PREFIX, RECIPIENT))[1]


def letters_again(write: "Write", request: "Request") -> list[LetterFile]:
    """The letters written when a request was answered or extended, the same bytes; journaled.

    Raises:
        InputRefused: none was written yet, or they went with an erasure.
    """
    days = {day.isoformat() for day in (request.answered_on, request.extended_on) if day}
    prefixes = (PREFIX, "limitation", "rectification")
    kept = [
        row for day in sorted(days) for row in letters_on(write.db, request.case_ref, day, prefixes)
    ]
    if not kept:
        raise InputRefused(
            "Aucune lettre n'est gardée pour cette demande.", where=f"demande n° {request.id}"
        )
    write.note("letters")
    return [
        LetterFile(row["name"], row["bytes"], RECIPIENT if _hers(row["name"]) else PARTNER)
        for row in kept
    ]


def _hers(name: str) -> bool:
    return name.startswith(f"{PREFIX}-")


def erasure_letter(
    write: "Write", case: "CaseRow", request: "Request", partners: Sequence[str], today: date
) -> LetterFile:
    """The answer to an erasure, drawn before it: not kept, since nothing of her will be."""
    from pdpcli.forms.letter import draw_letter

    done = replace(request, outcome="granted", answer="")
    letter = answer_letter(write, case, done, today, partners)
    return LetterFile(f"{PREFIX}-{case.ref}-effacement.pdf", draw_letter(letter), RECIPIENT)


def _received(request: "Request") -> str:
    return _RECEIVED.format(
        on=french(request.received_on),
        asked=_asked(request),
        article=ARTICLES[request.kind],
    )


def _asked(request: "Request") -> str:
    """« votre demande d'accès », « votre demande de limitation »."""
    right = label("right", request.kind)
    before = "d'" if right.startswith(("a", "e", "o")) else "de "
    return f"votre demande {before}{right}"


def _told_to(partners: Sequence[str] | None) -> str:
    if partners is None:
        return ""
    return _PARTNERS.format(names=", ".join(partners)) if partners else _NOBODY


def _dpo(write: "Write") -> str:
    """« (dpd@…) » when ours is noted."""
    row = write.db.execute("SELECT dpo FROM body WHERE is_us = 1 ORDER BY id LIMIT 1").fetchone()
    return f" ({row['dpo']})" if row and row["dpo"] else ""


def _letter(
    write: "Write", case: "CaseRow", subject: str, paragraphs: tuple[str, ...], today: date
) -> Letter:
    db = write.db
    us = db.execute("SELECT id FROM body WHERE is_us = 1 ORDER BY id LIMIT 1").fetchone()
    address = db.execute("SELECT address FROM person WHERE id = ?", (case.person_id,)).fetchone()
    return Letter(
        sender=postal_lines(db, us["id"]),
        recipient=tuple(filter(None, (person_name(db, case.person_id), address["address"]))),
        on=today,
        subject=subject,
        paragraphs=paragraphs,
        references=(case.ref,),
        signed_by=write.author,
    )
