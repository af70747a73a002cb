"""One side's part of a fiche asked at the terminal, or picked among what is held."""

from collections.abc import Mapping

from pdpcli.commands.asker import terminal
from pdpcli.commands.clock import today
from pdpcli.commands.questions import or_leave
from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.ask import Asked, Interview
from pdpcli.forms.draft import load
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.forms.part import asked
from pdpcli.forms.reading import gaps, in_words


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


def _lacking(written: Form, said: Asked) -> str:
    values = written.parse(said.answers, stage=None, today=today()).values
    found = [in_words(gap) for gap in gaps(written, values, "reply")]
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
