"""What is still missing for the fiche and for the evaluation, said before saving."""

from collections.abc import Iterable, Mapping
from sqlite3 import Connection

from pdpcli.agreements.loader import find
from pdpcli.commands.clock import today
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.forms.reading import gaps, in_words
from pdpcli.rules.concerned import of_the_concerned
from pdpcli.rules.vocabulary import DIMENSION_PATHS, UNKNOWN
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import our_agreements
from pdpcli.views.wrap import wrapped


def still_missing(db: Connection, form: Form, answers: Mapping[str, str]) -> str:
    """What the fiche of each agreement lacks, and what its evaluation does; "" when nothing."""
    said = of_the_concerned(form.record(form.parse(answers, stage=None, today=today()).values))
    lines = []
    for ours in our_agreements(db):
        agreement = find(ours.id, user_agreements())
        if ours.fiche:
            lines += _line(f"la fiche {ours.partner_name}", _fiche_gaps(agreement.form, said))
        wanted = _counted(agreement.evaluation_text)
        lines += _line(f"le bilan ({agreement.short})", _labels(form, wanted, said))
    return "\n".join(lines)


def _line(what: str, missing: Iterable[str]) -> list[str]:
    listed = ", ".join(missing)
    return wrapped(f"Il manque pour {what} : {listed}.") if listed else []


def _fiche_gaps(fiche: Form, said: Mapping[str, Value]) -> list[str]:
    return [
        in_words(gap)
        for gap in gaps(fiche, fiche.propose(said), "send")
        if not gap[0].path.startswith("liaison.")
    ]


def _counted(evaluation_text: str) -> list[str]:
    """The paths behind what the evaluation reads of a situation."""
    from pdpcli.evaluation.indicator import read_evaluation

    reads = read_evaluation(evaluation_text).reads
    return [path for column in reads for path in DIMENSION_PATHS.get(column, ())]


def _labels(form: Form, paths: Iterable[str], said: Mapping[str, Value]) -> list[str]:
    values = {one.id: said[one.path] for one in form.fields if one.path in said}
    return [
        one.label.lower()
        for one in form.fields
        if one.path in set(paths)
        and said.get(one.path) in (None, UNKNOWN)
        and form.applies(one, values)
    ]
