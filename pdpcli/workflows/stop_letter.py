"""The letters that ask a partner to use no more what it received (RGPD, art. 7(3), 17 to 19).

One a partner; it carries the references of the fiches sent, and nothing of the person (law 1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french
from pdpcli.store.dispatches import Sent, sent_ref
from pdpcli.store.letters import kept_letters, put_letter
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows.letter import Addressed, LetterFile, Told, letter_to_partner, write_letter

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

Why = Literal["withdrawn", "erased", "limited", "expired", "rectified"]

#: The beginning of the files' names.
PREFIXES: dict[Why, str] = {
    "withdrawn": "retrait",
    "erased": "effacement",
    "limited": "limitation",
    "expired": "effacement",
    "rectified": "rectification",
}
_SUBJECTS: dict[Why, str] = {
    "withdrawn": "retrait d'un accord, données à ne plus utiliser",
    "erased": "effacement, données à ne plus utiliser",
    "limited": "limitation du traitement, données à ne plus utiliser",
    "expired": "effacement au terme de notre durée de conservation",
    "rectified": "données rectifiées, à ne plus utiliser",
}
_TEXTS: dict[Why, str] = {
    "withdrawn": """\
Nous vous avons adressé ce qui est cité en référence. Le {on}, la personne concernée a retiré son \
accord à cet échange, comme elle peut le faire à tout moment (RGPD, article 7, paragraphe 3).

{found}

Nous vous demandons donc, dès réception de cette lettre, {asked} Cette lettre vaut notification au \
titre de l'article 19 du RGPD.

Ce qui a été fait avant ce retrait, avec l'accord de la personne, n'est pas remis en cause.

{answer}""",
    "erased": """\
Nous vous avons adressé ce qui est cité en référence. Les données de la personne concernée sont \
effacées chez nous (RGPD, article 17) ; l'article 19 du RGPD nous demande de l'indiquer à chaque \
destinataire.

{found}

Nous vous demandons donc, dès réception de cette lettre, {asked}

{answer}""",
    "limited": """\
Nous vous avons adressé ce qui est cité en référence. Le {on}, la personne concernée a demandé la \
limitation du traitement de ses données (RGPD, article 18) ; l'article 19 du RGPD nous demande de \
l'indiquer à chaque destinataire.

{found}

Nous vous demandons donc, dès réception de cette lettre, de les garder sans les utiliser ni les \
transmettre. Si vous les avez communiquées à d'autres, merci de le leur dire aussi.

{answer}""",
    "expired": """\
Nous vous avons adressé ce qui est cité en référence. Au terme de notre durée de conservation, \
les données de la personne concernée sont effacées chez nous (RGPD, articles 5 et 17) ; l'article \
19 du RGPD nous demande de l'indiquer à chaque destinataire.

{found}

Il vous revient d'apprécier, selon votre propre durée de conservation, ce que vous en gardez.""",
    "rectified": """\
Nous vous avons adressé ce qui est cité en référence. La personne concernée a fait rectifier des \
données qui y figurent (RGPD, article 16) ; l'article 19 du RGPD nous demande de l'indiquer à \
chaque destinataire.

{found}

Nous vous demandons de ne plus utiliser ces données. Les données exactes ne peuvent vous être \
transmises par nous sans son accord ; elle peut vous les donner elle-même. Si vous avez communiqué \
les premières à d'autres, merci de le leur dire aussi.""",
}
_PARTS = {
    "found": "Pour protéger la personne, cette lettre ne porte pas son nom : la référence, "
    "imprimée au bas de chaque page de la fiche, suffit à la retrouver.",
    "asked": "de ne plus utiliser ces données ni les transmettre, et de les effacer ou de nous "
    "les retourner, copies comprises. Si vous les avez communiquées à d'autres, merci de le leur "
    "dire aussi.",
    "answer": "Merci de nous confirmer par écrit ce que vous en avez fait. Si une obligation vous "
    "impose de conserver une partie de ces données, dites-nous laquelle et pourquoi.",
}


@dataclass(frozen=True)
class Asking:
    """Why a letter asks to stop, the day of it, and the day of the letter."""

    why: Why
    on: date
    today: date


def stop_letters(
    write: "Write", case: "CaseRow", sent: Sequence[Sent], asking: Asking
) -> list[LetterFile]:
    """Write, keep and note one letter for each partner that received something.

    What reached somebody else is no partner's: it has its own letter.
    """
    received = (one for one in sent if not one["misdirected"])
    by_partner = groupby(sorted(received, key=_recipient), _recipient)
    return [_letter(write, case, list(some), asking) for _, some in by_partner]


def letters_again(write: "Write", case: "CaseRow", why: Why) -> list[LetterFile]:
    """The letters already written, the same bytes; journaled.

    Raises:
        InputRefused: there are none.
    """
    kept = kept_letters(write.db, case.ref, PREFIXES[why])
    if not kept:
        raise InputRefused(
            "Aucune lettre n'a été écrite : rien n'avait été envoyé.", where=case.ref
        )
    write.note("letters")
    return [LetterFile(one["name"], one["bytes"], one["partner"]) for one in kept]


def _recipient(sent: Sent) -> str:
    return str(sent["recipient"])


def _letter(write: "Write", case: "CaseRow", sent: Sequence[Sent], asking: Asking) -> LetterFile:
    last = sent[-1]
    agreement = our_agreement(write.db, last["agreement"])
    letter = letter_to_partner(write, agreement, _told(sent, asking), asking.today)
    said = Addressed(letter, PREFIXES[asking.why], last["partner"])
    document, file = write_letter(write, case, said)
    kind = "correction_letter" if asking.why == "rectified" else "stop_letter"
    put_letter(write, kind, sent, document, asking.today)
    return file


def _told(sent: Sequence[Sent], asking: Asking) -> Told:
    text = _TEXTS[asking.why].format(on=french(asking.on), **_PARTS)
    return Told(_SUBJECTS[asking.why], tuple(text.split("\n\n")), references(sent))


def references(sent: Sequence[Sent]) -> tuple[str, ...]:
    """« fiche 2026-0042/1, envoyée le 12/06/2026 et le 20/06/2026 », one a fiche."""
    by_fiche: dict[str, list[str]] = {}
    for one in sent:
        by_fiche.setdefault(sent_ref(one), []).append(french(date.fromisoformat(one["on_date"])))
    return tuple(
        f"fiche {ref}, envoyée le {' et le '.join(dict.fromkeys(days))}"
        for ref, days in by_fiche.items()
    )
