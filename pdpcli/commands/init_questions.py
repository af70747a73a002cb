"""The questions of `pdp init`, on a terminal: asked again until the answer holds."""

from collections.abc import Callable
from secrets import SystemRandom
from unicodedata import normalize

import typer

from pdpcli.commands.output import note
from pdpcli.errors import Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.passphrase import parse_passphrase
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store.recovery import groups, new_recovery_key
from pdpcli.views.wrap import wrapped
from pdpcli.workflows.keys import PARSERS, Founding, split_author


def founding(said: dict[str, str], passphrase: str, recovery_key: str = "") -> Founding:
    """What was said, as the workflow takes it; a new recovery key unless one is given."""
    rest = {name: text for name, text in said.items() if name != "author"}
    first, last = split_author(said["author"])
    key = recovery_key or new_recovery_key()
    return Founding(
        first_name=first, last_name=last, passphrase=passphrase, recovery_key=key, **rest
    )


def ask(said: dict[str, str], passphrase: str | None, *, show_key: bool) -> Founding:
    """Ask what was not said, the passphrase twice, and show the recovery key once."""
    note("Créons le cahier chiffré de votre service.\nCtrl-C pour arrêter : rien ne sera écrit.\n")
    said = dict(said)
    said["service"] = said["service"] or _until("Nom de notre service", PARSERS["service"])
    said["author"] = said["author"] or _author()
    said["function"] = said["function"] or _function()
    for name, question in (("phone", "Votre téléphone"), ("email", "Votre courriel")):
        said[name] = said[name] or _until(f"{question} (vide pour passer)", PARSERS[name])
    secret = passphrase if passphrase is not None else _new_passphrase()
    key = new_recovery_key()
    if show_key:
        _show(key)
    return founding(said, secret, key)


def _until(question: str, parse: Callable[[str], str], *, hidden: bool = False) -> str:
    while True:
        text = typer.prompt(
            question,
            default="",
            show_default=False,
            hide_input=hidden,
            err=True,
            prompt_suffix=" : ",
        )
        try:
            return parse(str(text))
        except Refusal as refusal:
            note("\n".join(wrapped(refusal.reason, "  ✗ ")))


def _author() -> str:
    first = _until("Votre prénom", PARSERS["first_name"])
    return f"{first}\t{_until('Votre nom', PARSERS['last_name'])}"


def _function() -> str:
    codes = list(CHOICES["function"])
    note("\n".join(f"  {at}. {CHOICES['function'][code]}" for at, code in enumerate(codes, 1)))

    def parse(text: str) -> str:
        if not text.strip():
            return ""
        if text.strip().isdecimal():
            if not 1 <= int(text) <= len(codes):
                raise Refusal(f"tapez un numéro de 1 à {len(codes)}, ou rien.")
            return codes[int(text) - 1]
        return parse_choice(text, CHOICES["function"])

    return _until("Votre fonction, par son numéro ou ses lettres (vide pour passer)", parse)


def _new_passphrase() -> str:
    note("\nLa phrase de passe protège le cahier ; personne ne peut la retrouver pour vous.")
    while True:
        first = _until("Phrase de passe (rien ne s'affiche)", parse_passphrase, hidden=True)
        again = typer.prompt(
            "La même, encore une fois", hide_input=True, err=True, prompt_suffix=" : "
        )
        if normalize("NFC", str(again)) == first:
            return first
        note("  ✗ les deux ne sont pas pareilles ; recommençons.")


def _show(key: str) -> None:
    note("\nVoici la clé de secours. Recopiez-la sur papier, pour le coffre du service :")
    note(f"\n    {key}\n\nElle ouvre tout si la phrase est oubliée ; elle ne sera plus montrée.")
    parts = groups(key)
    for at in sorted(SystemRandom().sample(range(len(parts)), 2)):
        _until(f"Pour vérifier, le groupe n° {at + 1}", _same(parts[at]))


def _same(expected: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if groups(text) != [expected]:
            raise Refusal("ce n'est pas ce groupe : relisez votre papier.")
        return text

    return parse
