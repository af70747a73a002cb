"""The questions of `pdp init`, on a terminal: asked again until the answer holds."""

from pdpcli.commands.asked_line import asked_line
from pdpcli.commands.new_passphrase import typed_twice
from pdpcli.commands.output import note
from pdpcli.commands.recovery_shown import show
from pdpcli.errors import Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store.recovery import new_recovery_key
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
    said["service"] = said["service"] or asked_line("Nom de notre service", PARSERS["service"])
    said["author"] = said["author"] or _author()
    said["function"] = said["function"] or _function()
    for name, question in (("phone", "Votre téléphone"), ("email", "Votre courriel")):
        said[name] = said[name] or asked_line(f"{question} (vide pour passer)", PARSERS[name])
    secret = passphrase if passphrase is not None else _new_passphrase(said)
    key = new_recovery_key()
    if show_key:
        show(key)
    return founding(said, secret, key)


def _author() -> str:
    first = asked_line("Votre prénom", PARSERS["first_name"])
    return f"{first}\t{asked_line('Votre nom', PARSERS['last_name'])}"


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

    return asked_line("Votre fonction, par son numéro ou ses lettres (vide pour passer)", parse)


def _new_passphrase(said: dict[str, str]) -> str:
    note("\nLa phrase de passe protège le cahier ; personne ne peut la retrouver pour vous.")
    return typed_twice((said["service"], said["author"]))
