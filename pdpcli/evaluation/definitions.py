"""What each line of a figure counts, said from its declaration: its unit and its filter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pdpcli.evaluation.sheets import unit_of
from pdpcli.evaluation.terms import Count, Evaluation, Indicator, Ratio, Take, Target
from pdpcli.evaluation.wording import COLUMN_WORDS, unit_words, where_words
from pdpcli.rules.vocabulary import ACT_STATES

_TAKE = {
    "last": "chaque {unit} une fois, par son dernier acte de la période",
    "each": "chaque {unit} une fois par ligne, quel que soit le nombre d'actes",
}
_RATIOS = {
    "percent": "{of} sur {over}, en %",
    "quotient": "{of} divisé par {over}",
    "months": "{of} (en jours) sur {over}, en mois",
}
_ONE = {"case": "situation", "person": "personne"}


@dataclass(frozen=True)
class Definition:
    """One line: what its units are, and what is kept of them, in French."""

    line: str
    label: str
    unit: str
    filter: str


def definitions_of(
    evaluation: Evaluation, indicator: Indicator, said: Mapping[str, str]
) -> list[Definition]:
    """The lines of ``indicator``, its open points being ``said``; breakdowns are within them."""
    counted = (
        definition
        for count in indicator.counts
        for definition in _of_count(evaluation, evaluation.settle(count, said))
    )
    return [*counted, *(_of_ratio(evaluation, indicator, one) for one in indicator.ratios)]


def _of_count(evaluation: Evaluation, count: Count) -> Iterator[Definition]:
    unit = unit_words(unit_of(count))
    whole = [*_kept(evaluation, count), *_cut(evaluation, count)]
    whole += ["deux fonctions, une seule fois au total"] if count.source == "member" else []
    target = _target(count.target)
    if count.label or not count.lines:
        yield Definition(count.id, count.label, unit, " ; ".join([*whole, *target]))
    for split in count.lines:
        more = where_words(split.where, count.source, evaluation.agreement)
        share = ["et leur part du total, en %"] if split.share else []
        cut = _cut(evaluation, count) if split.by else []
        kept = _kept(evaluation, count, split.take)
        parts = [*kept, *([more] if more else []), *share, *cut]
        said = " ; ".join([*parts, *_target(split.target)])
        yield Definition(split.id, split.label, unit, said)


def _kept(evaluation: Evaluation, count: Count, take: Take | None = None) -> Iterator[str]:
    """The conditions of a count, those that no declaration writes included."""
    if count.source == "figure":
        yield f"saisi une fois par an [{count.key}] ; non saisi : n.d., jamais 0"
        return
    if count.source == "member":
        yield "au dernier jour de la période"
    if where := where_words(count.where, count.source, evaluation.agreement):
        yield where
    if count.source in {"act", "gathering"} and not _of_state(count):
        yield f"{COLUMN_WORDS['state']} : {ACT_STATES['done']}"
    if count.population:
        yield f"parmi : {evaluation.populations[count.population].label}"
    if count.unit in _ONE:
        yield _TAKE[take or count.take].format(unit=_ONE[count.unit])


def _of_state(count: Count) -> bool:
    return any(condition.column == "state" for condition in count.where)


def _cut(evaluation: Evaluation, count: Count) -> list[str]:
    labels = [evaluation.dimensions[name].label for name in count.by]
    if count.heading:
        labels.append(count.heading)
    said = [f"ventilé par : {', '.join(labels)}"] if labels else []
    if count.recurring:
        said.append(f"seulement ce qui revient au moins {count.recurring} fois, le reste ensemble")
    return said


def _of_ratio(evaluation: Evaluation, indicator: Indicator, ratio: Ratio) -> Definition:
    of, over = (_named(evaluation, indicator, ref) for ref in (ratio.of, ratio.over))
    said = _RATIOS[ratio.form].format(of=of, over=over)
    said += " ; n.d. quand le diviseur est nul ou non connu"
    return Definition(
        ratio.id, ratio.label, unit_words(ratio.form), " ; ".join([said, *_target(ratio.target)])
    )


def _named(evaluation: Evaluation, indicator: Indicator, ref: str) -> str:
    """« label » of a line of this indicator, or of another one, which is said."""
    other, _, line = ref.rpartition("/")
    whose = next((one for one in evaluation.indicators if one.id == other), indicator)
    labels = {count.id: count.label or whose.label for count in whose.counts}
    labels |= {split.id: split.label for count in whose.counts for split in count.lines}
    of_other = f" ({whose.id})" if other else ""
    return f"« {labels.get(line, line)} »{of_other}"


def _target(target: Target | None) -> list[str]:
    return [f"cible : {target.text}"] if target else []
