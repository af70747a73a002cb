"""The kinds of fields: each owns both directions and publishes its limit.

``parse`` takes what was typed and raises :class:`Refusal`; ``format`` gives the text back, so that
``parse(format(v)) == v``. Values are plain: text, date, integer, or the code of a choice.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from pdpcli.errors import Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.dates import french, parse_date
from pdpcli.rules.identifiers import parse_email, parse_naf, parse_phone, parse_siret
from pdpcli.rules.names import NAME_LIMIT, parse_name
from pdpcli.rules.nir import group, parse_nir
from pdpcli.rules.text import clean
from pdpcli.rules.vocabulary import CHOICES, NO, UNKNOWN, YES

Value = str | int | date | None

_UNKNOWN_WORDS = frozenset({"nsp", "je ne sais pas encore", "je ne sais pas", UNKNOWN})
_SHORT = {"o": YES, "n": NO, "true": YES, "false": NO, "vrai": YES, "faux": NO, "x": YES}


@dataclass(frozen=True)
class Context:
    """What a kind needs beside the text: today, the accepted codes, whether a date may come."""

    today: date
    choices: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    future: bool = False


def _as_typed(text: str, context: Context) -> Value:  # noqa: ARG001 - the readers' signature
    return text


def _as_text(value: Value, context: Context) -> str:  # noqa: ARG001 - idem
    return str(value)


@dataclass(frozen=True)
class Kind:
    """A kind of field. ``limit`` is in characters; ``multiline`` keeps line ends."""

    read: Callable[[str, Context], Value] = _as_typed
    write: Callable[[Value, Context], str] = _as_text
    limit: int = 200
    multiline: bool = False
    hint: str = ""  # what to type, shown beside the question and in the skeleton file

    def parse(self, text: str, context: Context) -> Value:
        """The value typed as ``text``, cleaned first; or a Refusal."""
        return self.read(clean(text, multiline=self.multiline, limit=self.limit), context)

    def format(self, value: Value, context: Context) -> str:
        """The text that ``parse`` reads back as ``value``."""
        return self.write(value, context)


def _by(rule: Callable[[str], Value]) -> Callable[[str, Context], Value]:
    """A reader from a rule that needs the text only."""
    return lambda text, _context: rule(text)


def _date(text: str, context: Context) -> Value:
    return parse_date(text, context.today, ahead=context.future)


def _french(value: Value, _context: Context) -> str:
    if not isinstance(value, date):
        raise TypeError("a date field holds a date")
    return french(value)


def _integer(text: str, _context: Context) -> Value:
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"[0-9]+", digits):
        raise Refusal("il faut un nombre entier, en chiffres.")
    return int(digits)


def _choice(text: str, context: Context) -> Value:
    """One code of a closed list: by code, by label, by box, or by a beginning that suffices."""
    return parse_choice(text, context.choices, context.printed)


def _label(value: Value, context: Context) -> str:
    return context.choices.get(str(value), "") or str(value)


def _flag(text: str, context: Context) -> Value:
    """A box: yes, no, or not known yet, which is never drawn as a tick."""
    return _SHORT.get(text.casefold()) or _choice(text, context)


def _body(text: str, context: Context) -> Value:
    """The id of an organisation: among the printed ones when the form prints boxes."""
    if context.choices:
        return _choice(text, context)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise Refusal("il faut le nom court d'un organisme : minuscules, chiffres et tirets.")
    return text


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind(),
        "name": Kind(_by(parse_name), limit=NAME_LIMIT),
        "paragraph": Kind(limit=6000, multiline=True),
        "address": Kind(limit=300, hint="numéro, rue, code postal, commune"),
        "date": Kind(_date, _french, limit=40, hint="14/04/2025, 14 avril 2025, auj, hier, lundi…"),
        "phone": Kind(_by(parse_phone), limit=30, hint="06 12 34 56 78, ou +33…"),
        "email": Kind(_by(parse_email), limit=254, hint="prenom.nom@exemple.fr"),
        "nir": Kind(
            _by(parse_nir),
            lambda value, _context: group(str(value)),
            limit=40,
            hint="13 caractères, la clé est calculée si elle manque",
        ),
        "siret": Kind(_by(parse_siret), limit=30, hint="14 chiffres"),
        "naf": Kind(_by(parse_naf), limit=10, hint="43.99C"),
        "integer": Kind(_integer, limit=9, hint="un nombre entier"),
        "choice": Kind(_choice, _label, limit=100),
        "flag": Kind(_flag, _label, limit=40),
        "body": Kind(_body, _label, limit=60),
        "signature": Kind(limit=300),
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
