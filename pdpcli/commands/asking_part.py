"""One side's part of a fiche asked at the terminal, or picked among what is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdpcli.commands.asker import terminal
from pdpcli.commands.clock import today
from pdpcli.commands.output import note
from pdpcli.commands.questions import or_leave
from pdpcli.errors import DocumentRefused, InputRefused, Problem
from pdpcli.forms.ask import Asked, Interview
from pdpcli.forms.draft import load
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.forms.part import ON, REFERENT, asked
from pdpcli.forms.reading import gaps as gaps_of
from pdpcli.forms.reading import in_words
from pdpcli.views.wrap import wrapped


def asked_part(
    written: Form, title: str, *, held: Mapping[str, str], proposed: Mapping[str, str]
) -> Mapping[str, Value]:
    """The values by field id, once nothing required is missing.

    Raises:
        InputRefused: nobody to ask; it lists what to put in a file.
        Interrupted: she left; nothing was changed.
    """
    asker = terminal(_by_file(written))
    asker.open(title, kept="rien n'est écrit avant la fin", leave="laisser")
    interview = Interview(asked(written, proposed), asker, today(), leaving="laisser", every=True)

    def complete() -> Mapping[str, Value]:
        draft = load(interview.form, today(), held) if held else interview.ask()
        while True:
            said = interview.review(draft, lambda one: _lacking(written, one))
            read = written.parse(said.answers, stage="reply", today=today())
            if not read.problems:
                return read.values

    return or_leave(complete)


@dataclass(frozen=True)
class Gaps:
    """What is still to be said of what was read: which fields, why, and what is proposed."""

    title: str
    fields: Sequence[str]
    problems: Sequence[Problem]
    proposed: Mapping[str, str]


def asked_gaps(written: Form, texts: Mapping[str, str], gaps: Gaps) -> Mapping[str, Value]:
    """The values once the gaps are answered; the rest of ``texts`` is kept as read.

    Raises:
        DocumentRefused: an answer is refused, and there is nobody to ask.
        InputRefused: an answer is missing, and there is nobody to ask.
        Interrupted: she left; nothing was changed.
    """
    refused = [one for one in gaps.problems if one.place in texts]
    for one in refused:
        note("\n".join(wrapped(f"{written.by_id[one.place].question} : {one.reason}", "  - ")))
    try:
        asker = terminal(_missing(written, gaps.fields))
    except InputRefused:
        if not gaps.problems:  # only what may be left out
            return written.parse(texts, stage="reply", today=today()).values
        if refused:
            raise DocumentRefused(
                "Rien n'a été noté : ce que dit le fichier n'est pas accepté tel quel.",
                todo="Tapez la réponse, en gardant le fichier : pdp fiche repondre RÉF --scan",
            ) from None
        raise
    asker.open(gaps.title, kept="rien n'est écrit avant la fin", leave="laisser")
    blank = {one.id: "" for one in written.fields if one.id not in gaps.fields}
    kept = {key: text for key, text in texts.items() if key not in gaps.fields}
    interview = Interview(asked(written, gaps.proposed), asker, today(), leaving="laisser")
    answers = or_leave(lambda: interview.ask({**blank, **kept})).answers
    return written.parse(answers, stage="reply", today=today()).values


def _missing(written: Form, gaps: Sequence[str]) -> InputRefused:
    options = {ON: "--le", REFERENT: "--referent"}
    fields = [written.by_id[key] for key in gaps if written.by_id[key].due("reply")]
    return InputRefused(
        "Rien n'a été noté : il manque",
        problems=[Problem(options.get(one.path, one.id), one.question) for one in fields],
    )


def _lacking(written: Form, said: Asked) -> str:
    values = written.parse(said.answers, stage=None, today=today()).values
    found = [in_words(gap) for gap in gaps_of(written, values, "reply")]
    return f"Il manque : {' ; '.join(found)}." if found else ""


def _by_file(written: Form) -> InputRefused:
    """What a file would say, field by field."""
    required = {one.id for one in written.fields if one.due("reply")}
    listed = [
        Problem(one.id, f"{one.question}{' (nécessaire)' if one.id in required else ''}")
        for one in written.fields
    ]
    return InputRefused(
        "Il n'y a pas de terminal où poser les questions. Les réponses, par un fichier :",
        problems=listed,
        todo="--fichier FICHIER",
    )
