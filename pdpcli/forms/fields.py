"""The kinds of fields: each owns both directions and publishes its limit.

``parse`` takes what was typed and raises :class:`Refusal`; ``format`` gives the text back, so that
``parse(format(v)) == v``. Values are plain: text, date, integer, or the code of a choice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from pdpcli.errors import Refusal
from pdpcli.rules.vocabulary import CHOICES, NO, UNKNOWN, YES

Value = str | int | date | None

_UNKNOWN_WORDS = frozenset({"nsp", "je ne sais pas encore", "je ne sais pas", UNKNOWN})
_SHORT = {"o": YES, "n": NO, "true": YES, "false": NO, "vrai": YES, "faux": NO, "x": YES}


@dataclass(frozen=True)
class Context:
    """What a kind needs beside the text: today, and the accepted codes with their labels."""

    today: date
    choices: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)


class Kind:
    """A kind of field. ``limit`` is in characters; ``multiline`` keeps line ends."""

    limit = 200
    multiline = False
    hint = ""  # what to type, shown beside the question and in the skeleton file

    def parse(self, text: str, context: Context) -> Value:
        """The value typed as ``text``, or a Refusal."""
        from pdpcli.rules.text import clean

        return clean(text, multiline=self.multiline, limit=self.limit)

    def format(self, value: Value, context: Context) -> str:
        """The text that ``parse`` reads back as ``value``."""
        return str(value)


class Name(Kind):
    """A last or first name, as on the identity document."""

    limit = 100

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.names import parse_name

        return parse_name(super().parse(text, context))


class Paragraph(Kind):
    """A free text of several lines, continued on a following page when it is long."""

    limit = 6000
    multiline = True


class Address(Kind):
    """A postal address in one line; its postcode gives the territory (S0 art. 2)."""

    limit = 300
    hint = "numéro, rue, code postal, commune"


class Date(Kind):
    """A day, typed in any usual French way."""

    limit = 40
    hint = "14/04/2025, 14 avril 2025, hier, lundi…"

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.dates import parse_date

        return parse_date(str(super().parse(text, context)), context.today)

    def format(self, value: Value, context: Context) -> str:
        from pdpcli.rules.dates import french

        if not isinstance(value, date):
            raise TypeError("a date field holds a date")
        return french(value)


class Phone(Kind):
    """A telephone number."""

    limit = 30
    hint = "06 12 34 56 78, ou +33…"

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.identifiers import parse_phone

        return parse_phone(str(super().parse(text, context)))


class Email(Kind):
    """An e-mail address."""

    limit = 254
    hint = "prenom.nom@exemple.fr"

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.identifiers import parse_email

        return parse_email(str(super().parse(text, context)))


class Nir(Kind):
    """A social security number: 13 characters and the key, which is computed when absent."""

    limit = 40
    hint = "13 caractères, la clé est calculée si elle manque"

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.nir import parse_nir

        return parse_nir(str(super().parse(text, context)))

    def format(self, value: Value, context: Context) -> str:
        from pdpcli.rules.nir import group

        return group(str(value))


class Siret(Kind):
    """The 14 digits of an establishment."""

    limit = 30
    hint = "14 chiffres"

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.identifiers import parse_siret

        return parse_siret(str(super().parse(text, context)))


class Naf(Kind):
    """An activity code."""

    limit = 10
    hint = "43.99C"

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.identifiers import parse_naf

        return parse_naf(str(super().parse(text, context)))


class Integer(Kind):
    """A count: zero or more."""

    limit = 9
    hint = "un nombre entier"

    def parse(self, text: str, context: Context) -> Value:
        digits = re.sub(r"[\s.]", "", str(super().parse(text, context)))
        if not re.fullmatch(r"[0-9]+", digits):
            raise Refusal("il faut un nombre entier, en chiffres.")
        return int(digits)


class Choice(Kind):
    """One code of a closed list; its code, its label or the label of its box are understood."""

    limit = 100

    def parse(self, text: str, context: Context) -> Value:
        from pdpcli.rules.names import fold

        typed = str(super().parse(text, context))
        if typed in context.choices:
            return typed
        code = self._spellings(context).get(fold(typed))
        if code is None:
            labels = ", ".join(label or code for code, label in context.choices.items())
            raise Refusal(f"réponse inconnue ; au choix : {labels}.")
        return code

    def _spellings(self, context: Context) -> dict[str, str]:
        from pdpcli.rules.names import fold

        known: dict[str, str] = {}
        for labels in (context.printed, context.choices):
            for code, label in labels.items():
                for spelling in (label, label.split(" (")[0], code):
                    known.setdefault(fold(spelling), code)
        known.pop("", None)
        return known

    def format(self, value: Value, context: Context) -> str:
        return context.choices.get(str(value), "") or str(value)


class Flag(Choice):
    """A box: yes, no, or not known yet, which is never drawn as a tick."""

    def _spellings(self, context: Context) -> dict[str, str]:
        return {**super()._spellings(context), **_SHORT}


class Body(Choice):
    """The id of an organisation: among the printed ones when the form prints boxes."""

    limit = 60

    def parse(self, text: str, context: Context) -> Value:
        if context.choices:
            return super().parse(text, context)
        typed = str(Kind.parse(self, text, context))
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed):
            raise Refusal("il faut le nom court d'un organisme : minuscules, chiffres et tirets.")
        return typed


class Signature(Kind):
    """A signature: on paper, what says where its original is."""

    limit = 300


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind(),
        "name": Name(),
        "paragraph": Paragraph(),
        "address": Address(),
        "date": Date(),
        "phone": Phone(),
        "email": Email(),
        "nir": Nir(),
        "siret": Siret(),
        "naf": Naf(),
        "integer": Integer(),
        "choice": Choice(),
        "flag": Flag(),
        "body": Body(),
        "signature": Signature(),
    }
)


def kinds_of_path(type_: str) -> tuple[str, ...]:
    """The kinds a field may have when its path is of ``type_`` (see rules.vocabulary.PATHS)."""
    if type_ == "tristate":
        return ("flag", "choice")
    return ("choice",) if type_ in CHOICES else (type_,)


def says_unknown(text: str) -> bool:
    """Whether ``text`` is « je ne sais pas encore »."""
    return " ".join(text.casefold().split()) in _UNKNOWN_WORDS


def as_text(raw: object) -> str:
    """What a file or a screen gave, as typed text; a table, a list or a time is refused."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "oui" if raw else "non"
    if isinstance(raw, date) and type(raw) is date:
        return raw.isoformat()
    if isinstance(raw, (str, int)):
        return str(raw)
    raise Refusal("il faut une réponse simple : un texte entre guillemets, un nombre ou une date.")
