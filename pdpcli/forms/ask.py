"""The wizard: a form asked question by question, without a terminal.

Answers are kept as the texts that :meth:`Form.parse` reads back, so that a draft, a file and the
screen go through the same door.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pdpcli.errors import Refusal
from pdpcli.forms.asking import (
    BACK,
    HELP,
    NOTHING,
    SUSPEND,
    Asked,
    Asker,
    Lookup,
    Question,
    Remark,
    Suggestion,
    Suspended,
    choices,
    unsaid,
)
from pdpcli.forms.draft import Draft, Taken, load
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form
from pdpcli.forms.summary import shown, summary

__all__ = ["Asked", "Asker", "Interview", "Question", "Suggestion", "Suspended"]

_KNOWN = "Déjà connu ?"
_READ = f"{'À RELIRE AVANT D’ENREGISTRER':<51}rien n'est encore enregistré"
_SAVE = "Enregistrer (Entrée), corriger une ligne (son numéro), {} (fin)"


def _nowhere(draft: Mapping[str, object]) -> None:
    """Keep no draft."""


@dataclass(frozen=True)
class Interview:
    """How one form is asked: what is looked up, offered and remarked.

    ``on_answer`` receives the draft after each answer, to be given back to :meth:`ask` to go on.
    Lookups and remarks, by field id, are called after an answer with the values read so far;
    ``offers`` is the question above what a lookup found.
    ``resume`` says how to go on after « fin », ``leaving`` what « fin » does. ``every``: the
    summary also lists what is only asked later, so that it can be answered.
    """

    form: Form
    asker: Asker
    today: date
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    offers: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    on_answer: Callable[[Mapping[str, object]], None] = _nowhere
    resume: str = ""
    leaving: str = "suspendre"
    every: bool = False

    def ask(self, draft: Mapping[str, object] | None = None) -> Draft:
        """Ask everything that ``draft`` does not answer; raises Suspended on « fin »."""
        walk = _Walk(self, load(self.form, self.today, draft or {}))
        walk.run()
        return walk.draft

    def review(self, draft: Draft, also: Callable[[Asked], str] = lambda _: "") -> Asked:
        """Show the numbered summary until it is accepted; a number corrects its line.

        ``also`` is what to say under it: what is missing, what saving will do.
        """
        walk = _Walk(self, draft)
        while True:
            lines = summary(self.form, draft.answers, self.today, every=self.every)
            self.asker.say(
                "\n".join([_READ, "", *map(str, lines), "", also(draft.asked())]).rstrip()
            )
            typed = walk.control(Question(_SAVE.format(self.leaving)))
            if not typed:
                return draft.asked()
            chosen = next((line for line in lines if str(line.number) == typed), None)
            if chosen is None:
                self.asker.say("Tapez le numéro d'une ligne, ou Entrée pour enregistrer.")
            else:
                walk.correct(chosen.field)


class _Walk:
    """One run through the questions of an interview."""

    def __init__(self, interview: Interview, draft: Draft) -> None:
        self.how, self.form, self.draft = interview, interview.form, draft
        self.fields = [one for one in self.form.asked() if one.ask == "now"]
        self.left: set[str] = set()  # left unanswered before a correction: not asked because of it

    def run(self) -> None:
        """Ask every field that applies and has no answer; ``<`` goes back, then forward again."""
        current, left = self._next(), list[Field]()
        while current and not self.draft.ended:
            if self._answer(current):
                current = self._forward(left)
            elif (before := self._before(current)) is not current:
                left.append(current)
                current = before

    def _forward(self, left: list[Field]) -> Field | None:
        """The question she came back from, its answer proposed; else the next one."""
        unanswered = self._next()
        while left:
            if unanswered and self.fields.index(unanswered) < self.fields.index(left[-1]):
                return unanswered
            if self.form.applies(one := left.pop(), self.draft.values):
                return one
        return unanswered

    def correct(self, one: Field) -> None:
        """Ask one field again, then what its new answer requires."""
        before = {field.id for field in self._waiting()}
        if self._answer(one):
            self.left = before
            self.run()

    def control(self, question: Question) -> str:
        """What was typed, once help and suspension are dealt with."""
        while (typed := self.how.asker.ask(question).strip()) == HELP:
            told = "\n".join(filter(None, (question.help, question.hint)))
            self.how.asker.say(told or "Il n'y a pas d'aide pour cette question.")
        if typed == SUSPEND:
            self._save()
            raise Suspended("Saisie suspendue : tout est gardé.", todo=self.how.resume)
        return typed

    def _answer(self, one: Field) -> bool:
        """Ask until there is an acceptable answer (True) or ``<`` (False)."""
        while (text := self._read(one)) is not None:
            looked_up = self.how.lookups.get(one.id) if text else None
            self.draft.keep(one.id, text, pending=looked_up is not None)
            self._save()
            for remark in self._remarks(one):
                self.how.asker.say(remark)
            if looked_up is None or self._suggest(one, looked_up):
                return True
        return False

    def _remarks(self, one: Field) -> list[str]:
        remark = self.how.remarks.get(one.id)
        return list(remark(self.draft.values)) if remark else []

    def _read(self, one: Field) -> str | None:
        """The text to keep for one field, asked until it is accepted; None for ``<``."""
        while True:
            typed = self.control(self._question(one))
            if typed == BACK:
                return None
            try:
                return self._accept(one, typed)
            except Refusal as refusal:
                self.how.asker.say(refusal.reason)

    def _accept(self, one: Field, typed: str) -> str:
        if typed and typed != NOTHING:
            return one.format(one.parse(typed, self.how.today))
        text = "" if typed else self._enter(one)
        if not text and one.due("register"):
            raise Refusal(f"Il faut une réponse ici ; « fin » pour {self.how.leaving}.")
        return text

    def _enter(self, one: Field) -> str:
        """The text that Enter alone accepts."""
        if one.id in self.draft.answers:
            return self.draft.answers[one.id]
        value = self._proposed(one)
        if value is None and unsaid(one) not in ("", NOTHING):
            return one.format(one.parse(unsaid(one), self.how.today))
        return "" if value is None else one.format(value)

    def _proposed(self, one: Field) -> Value:
        """What Enter accepts: the answer being corrected, else the default."""
        if one.id in self.draft.answers:
            return self.draft.values.get(one.id)
        return one.parse(one.default, self.how.today) if one.default else None

    def _question(self, one: Field) -> Question:
        value = self._proposed(one)
        proposed = str(value) if one.labels else "" if value is None else shown(one, value)
        if self._is_default(one) and proposed != one.default:
            proposed = f"{one.default}, {proposed}"
        if value is None:
            proposed = unsaid(one)
        told = (one.question, self._number(one), choices(one))
        return Question(
            *told,
            proposed=proposed,
            hint=one.type.hint,
            help=one.help,
            multiline=one.type.multiline,
        )

    def _is_default(self, one: Field) -> bool:
        return bool(one.default) and one.id not in self.draft.answers and not one.labels

    def _number(self, one: Field) -> int:
        earlier = self.fields[: self.fields.index(one)] if one in self.fields else self.fields
        filled = self.draft.filled
        return 1 + sum(f.id in self.draft.answers and f.id not in filled for f in earlier)

    def _suggest(self, one: Field, lookup: Lookup) -> bool:
        """Offer what is known after this answer; False when the field is to be asked again."""
        known = {str(n): s for n, s in enumerate(lookup(self.draft.values), start=1)}
        if not known:
            self.draft.take(one.id, "", {})
            self._save()
            return True
        labels = {code: s.label for code, s in known.items()}
        details = {code: s.detail for code, s in known.items() if s.detail}
        text = self.how.offers.get(one.id, _KNOWN)
        question = Question(text, choices=labels, details=details, proposed="1")
        while (typed := self.control(question) or "1") not in known:
            if typed == BACK:
                return False
            self.how.asker.say("Tapez le numéro de l'une des réponses proposées.")
        return self._take(one, known[typed])

    def _take(self, one: Field, chosen: Suggestion) -> bool:
        if chosen.again:
            self._fill(one, chosen)
            return self._answer(one)
        if chosen.retype:
            text = self._read(one)
            if text is None:
                return False
            self.draft.keep(one.id, text, pending=False)
        fills = {key: value for key, value in chosen.fills.items() if key in self.form.by_id}
        self.draft.take(one.id, chosen.action, fills)
        self.draft.ended = chosen.ends
        self._save()
        return True

    def _fill(self, one: Field, chosen: Suggestion) -> None:
        """Keep what ``chosen`` says beside the field, which stays to be answered."""
        for key, value in chosen.fills.items():
            self.draft.answers[key] = self.form.by_id[key].format(value)
            self.draft.taken[key] = Taken(fills=(key,))
        self.draft.answers.pop(one.id, None)
        self.draft.taken.pop(one.id, None)
        self._save()

    def _save(self) -> None:
        self.how.on_answer(self.draft.dump())

    def _next(self) -> Field | None:
        return next((f for f in self._waiting() if f.id not in self.left), None)

    def _waiting(self) -> list[Field]:
        """The fields that apply and have no answer."""
        values, draft = self.draft.values, self.draft
        pending = {key for key, taken in draft.taken.items() if taken.pending}
        waiting = (f for f in self.fields if f.id not in draft.answers or f.id in pending)
        return [f for f in waiting if self.form.applies(f, values)]

    def _before(self, current: Field) -> Field:
        """The question answered before ``current``, those a suggestion filled skipped."""
        values, filled = self.draft.values, self.draft.filled
        earlier = self.fields[: self.fields.index(current)]
        asked = [f for f in earlier if f.id in self.draft.answers and f.id not in filled]
        return next((f for f in reversed(asked) if self.form.applies(f, values)), current)
