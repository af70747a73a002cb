"""`pdp agreement new` : décrire sa convention, à l'écran ou par un fichier."""

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused, Interrupted
from pdpcli.forms.ask import Interview
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.store.drafts import Draft, drafts, forget
from pdpcli.store.home import user_agreements
from pdpcli.store.open import Store

_RESUME = "pdp convention nouvelle"


def new(
    *,
    file: Annotated[Path | None, option("file", "Les réponses, en TOML ou JSON")] = None,
    template: Annotated[bool, option("template", "Le fichier à remplir, à l'écran")] = False,
) -> None:
    """Décrire votre convention, question par question : sa fiche et son accord s'ensuivent"""
    from pdpcli.agreements.describing import questions

    if template:
        emit(questions().skeleton())
        return
    store, form = open_store(), questions()
    if file is not None:
        from pdpcli.commands.answers_file import read_answers

        id_ = _put(_parsed(form, read_answers(file)))
    else:
        id_ = _asked(store, form)
    emit(f"Convention écrite : {user_agreements() / id_}")
    note(f"La relire : pdp convention voir {id_}\nLa déclarer : pdp convention ajouter {id_}")


def _asked(store: Store, form: Form) -> str:
    """Ask what the last suspended description does not say, have it read again, then write it."""
    from pdpcli.commands.asker import terminal

    asker = terminal(
        InputRefused(
            "Il faut un terminal pour poser les questions.",
            todo="pdp convention nouvelle --modele > reponses.toml, le remplir, puis --fichier",
        )
    )
    asker.open("Votre convention")
    with closing(store.read()) as db:
        kept = drafts(db, "agreement")
    draft = kept[0] if kept else Draft("agreement", {})

    interview = Interview(
        form, asker, today(), on_answer=partial(draft.keep, store), resume=_RESUME
    )
    try:
        asked = interview.review(interview.ask(draft.answers))
    except KeyboardInterrupt:
        raise Interrupted("Interrompu : ce qui était répondu est gardé.", todo=_RESUME) from None
    id_ = _put(_parsed(form, dict(asked.answers)))
    with store.write("agreement new", id_) as write:
        forget(write.db, draft)
    return id_


def _parsed(form: Form, raw: dict[str, object]) -> dict[str, Value]:
    parsed = form.parse(raw, stage="register", today=today())
    if parsed.problems:
        raise InputRefused("La convention n'a pas été écrite.", problems=parsed.problems)
    return dict(parsed.values)


def _put(said: dict[str, Value]) -> str:
    """Write the folder once it is known to be usable; its id."""
    from pdpcli.agreements.copying import check_free, put_folder
    from pdpcli.agreements.describing import described, identifier
    from pdpcli.agreements.loader import check_texts

    texts, id_ = described(said), identifier(said)
    check_free(id_, user_agreements())
    problems = check_texts(id_, texts)
    if problems:
        raise InputRefused("La convention n'a pas été écrite.", problems=problems)
    put_folder(id_, texts, user_agreements())
    return id_
