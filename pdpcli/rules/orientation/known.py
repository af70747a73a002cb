"""What is known of a situation on a day, each answer with the day it holds from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import ACT_KINDS, ACT_STATES, CHOICES, PATHS, UNKNOWN

#: How an act is named among the facts: « act.workstation ».
ACT = "act."


@dataclass(frozen=True)
class Fact:
    """One answer: a path of ``QUESTIONS`` or ``act.KIND``, its code, and its day when it has one.

    The day is the one from which it was told, the first day of a leave, or that of an act.
    """

    path: str
    value: str
    on: date | None = None

    @property
    def label(self) -> str:
        """What it is about, in French."""
        if self.path.startswith(ACT):
            return ACT_KINDS[self.path.removeprefix(ACT)].label
        return QUESTIONS[self.path][0]

    @property
    def said(self) -> str:
        """The answer in French, and its day: « oui, depuis le 02/05/2025 »."""
        return f"{self._answer}{self._day}"

    @property
    def _answer(self) -> str:
        if self.path.startswith(ACT):
            kind = ACT_KINDS[self.path.removeprefix(ACT)]
            return {**ACT_STATES, **CHOICES.get(kind.nature, {})}[self.value]
        listed = "tristate" if self.path == "consent.given" else PATHS.get(self.path, "")
        return CHOICES.get(listed, {}).get(self.value, self.value)

    @property
    def _day(self) -> str:
        if self.on is None:
            return ""
        if self.path.startswith((ACT, "visit_", "consent.")):
            return f" le {french(self.on)}"
        since = self.path == "leave.on_leave" and self.value == "yes"
        return f", {'depuis le' if since else 'dit le'} {french(self.on)}"


@dataclass(frozen=True)
class Noted:
    """An act of the situation, cancelled ones left out."""

    kind: str
    on: date
    state: str = "done"
    nature: str = ""

    @property
    def fact(self) -> Fact:
        """The act as what answers a condition."""
        return Fact(f"{ACT}{self.kind}", self.nature or self.state, self.on)


@dataclass(frozen=True)
class Known:
    """What is known at ``on``; « je ne sais pas encore » is no fact."""

    on: date
    facts: Mapping[str, Fact]
    acts: Sequence[Noted] = ()

    def fact(self, path: str) -> Fact | None:
        """What is known of ``path``; None when it was not told, or not known yet."""
        found = self.facts.get(path)
        return None if found is None or found.value == UNKNOWN else found

    def value(self, path: str) -> str:
        """Its code, "" when it is not known."""
        found = self.fact(path)
        return found.value if found else ""

    def done(self, kinds: Iterable[str]) -> list[Noted]:
        """The acts of these kinds that are done at ``on``, in the order of time."""
        wanted = set(kinds)
        found = [
            one
            for one in self.acts
            if one.kind in wanted and one.state == "done" and one.on <= self.on
        ]
        return sorted(found, key=lambda one: one.on)

    def held_or_planned(self) -> list[Noted]:
        """The acts done at ``on`` and those planned; not what was done since."""
        return [one for one in self.acts if one.state == "planned" or one.on <= self.on]


#: What a condition may read beside the notions: path -> (its name on screen, the question).
QUESTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "situation.regime": ("régime", "De quel régime de sécurité sociale relève la personne ?"),
        "situation.status": ("statut", "Salarié, travailleur indépendant, agent public ?"),
        "situation.position": ("situation", "En intégration, en activité, en arrêt, en sortie ?"),
        "situation.horizon": ("échéance du risque", "À quelle échéance l'emploi est-il menacé ?"),
        "situation.unfit_risk": ("risque d'inaptitude", "Y a-t-il un risque d'inaptitude ?"),
        "situation.invalidity": ("pension d'invalidité", "A-t-elle une pension d'invalidité ?"),
        "situation.rqth": ("RQTH", "A-t-elle une RQTH ?"),
        "situation.boeth_other": ("autre titre BOETH", "A-t-elle un autre titre BOETH ?"),
        "situation.rente_at": ("rente AT/MP (10 % ou plus)", "A-t-elle une rente AT/MP ?"),
        "situation.mdph": ("dossier MDPH", "Un dossier est-il ouvert à la MDPH ?"),
        "situation.part_time": (
            "temps partiel thérapeutique",
            "Est-elle à temps partiel thérapeutique ?",
        ),
        "situation.adapted_return": ("reprise aménagée", "A-t-elle repris sur un poste aménagé ?"),
        "leave.on_leave": ("en arrêt", "Est-elle en arrêt de travail ?"),
        "leave.risk": ("nature du risque", "Au titre de quoi l'arrêt est-il indemnisé ?"),
        "employment.contract": ("contrat", "Quel est son contrat ?"),
        "employer.member": (
            "entreprise adhérente",
            "L'entreprise, ou le travailleur indépendant, est-il adhérent du service ?",
        ),
        "case.known_to_ssam": (
            "connue du service social",
            "Est-elle déjà suivie par le service social de l'Assurance maladie ?",
        ),
        "visit_prereprise.state": (
            "visite de pré-reprise",
            "La visite de pré-reprise a-t-elle eu lieu ?",
        ),
        "person.dept": ("domicile, département", "Où la personne est-elle domiciliée ?"),
        "consent.given": ("accord de la personne", "La personne a-t-elle donné son accord ?"),
    }
)

#: A known answer that excludes for good: a visit, a stoppage or a risk may still come.
LASTING = frozenset({"situation.regime", "situation.status", "employer.member", "person.dept"})
