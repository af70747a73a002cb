"""What is asked of a body, or of somebody there, when the command line says nothing."""

from contextlib import closing

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused
from pdpcli.store.open import Store

_SAY = InputRefused(
    "Rien n'a été changé.", todo="Dites quoi : --courriel, --telephone, --adresse, --dpd…"
)
_REACH = InputRefused(
    "Dites comment le joindre.", todo="--fonction, --telephone, --courriel ; parti : --retirer"
)


def particulars(store: Store, body: str) -> dict[str, str]:
    """The particulars of a body that she changes, by column; "" removes one.

    Raises:
        InputRefused: nobody to ask, or nothing changed.
        Interrupted: she left; nothing is changed.
    """
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.picking import picked
    from pdpcli.forms.form import Field, Form, Section
    from pdpcli.store.bodies import bodies_named
    from pdpcli.store.contacts import partner

    terminal(_SAY)
    with closing(store.read()) as db:
        row = partner(db, bodies_named(db, [body])[0], today())
    fields = (
        Field("name", "Nom", "text"),
        Field("address", "Adresse", "address"),
        Field("phone", "Téléphone", "phone"),
        Field("email", "Courriel (l'ancien reste noté)", "email"),
        Field("dpo", "Délégué à la protection des données", "text"),
    )
    form = Form("partner", 1, "", (Section("", "sender", fields),))
    known = {one.id: row[one.id] for one in fields if row[one.id]}
    changed = picked(form, known, "Corriger un organisme")
    if not changed:
        raise _SAY
    read = form.parse(changed, stage=None, today=today())
    return {key: str(read.values.get(key) or "") for key in changed}


def contact_asked(name: str) -> tuple[str, dict[str, str]]:
    """Who (no name: the common mailbox) and how they are reached.

    Raises:
        InputRefused: nobody to ask.
        Interrupted: she left; nothing is changed.
    """
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    who = [] if name else [Field("name", "Son nom (rien : la boîte commune)", "name")]
    fields = [
        *who,
        Field("function", "Sa fonction", "text"),
        Field("phone", "Téléphone", "phone"),
        Field("email", "Courriel", "email"),
    ]
    said = {key: str(value) for key, value in answers_to(fields, _REACH).items() if value}
    return said.pop("name", name), said
