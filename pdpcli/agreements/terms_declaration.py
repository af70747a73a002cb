"""Reading ``agreement.toml``: everything that is wrong, with its key and the reason."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from pdpcli.agreements.agreement import (
    PER,
    Body,
    Clause,
    Delay,
    Frequency,
    Instance,
    Parameter,
    Referral,
    Statement,
    Terms,
)
from pdpcli.agreements.consent_terms import CONSENT_PARAMETERS
from pdpcli.declarations.nearest import nearest
from pdpcli.declarations.table import Table, parse_toml
from pdpcli.errors import Problem
from pdpcli.rules.orientation.conditions import PUBLICS, Condition, codes_of_path, paths
from pdpcli.rules.vocabulary import CHOICES, GATHERING_KINDS

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]*")
_PARTIES = 2

T = TypeVar("T")


def read_terms(text: str, place: str, problems: list[Problem]) -> Terms | None:
    """The terms declared by ``text``; None when it is not TOML; problems are added to the list."""
    root = parse_toml(text, place, problems)
    if root is None:
        return None
    terms = _terms(root)
    root.close()
    _check_bodies(terms, root)
    _check_references(terms, root)
    return terms


def _terms(root: Table) -> Terms:
    fiche = root.truth("fiche", default=True)
    parameters, consent = _parameters(root, fiche=fiche)
    return Terms(
        id=_id(root, "id"),
        version=root.integer("version", 1),
        title=root.text("title"),
        short=root.text("short", limit=60),
        signed_on=root.day("signed_on"),
        signed_at=root.text("signed_at", ""),
        parties=root.texts("parties"),
        us=root.texts("us"),
        bodies=_each(root, "body", _body),
        term=_clause(root, "term"),
        renewal=_clause(root, "renewal"),
        notice=_clause(root, "notice"),
        evaluation=_clause(root, "evaluation"),
        consent=_consent(root),
        parameters=parameters,
        consent_parameters=consent,
        delays=_each(root, "delay", _delay),
        frequencies=_each(root, "frequency", _frequency),
        instances=_each(root, "instance", _instance),
        referrals=_each(root, "referral", _referral),
        population=_each(root, "population", _statement),
        communicate_to=root.texts("communicate_to"),
        fiche=fiche,
    )


def _each(root: Table, key: str, read: Callable[[Table], T]) -> tuple[T, ...]:
    found = []
    for table in root.tables(key):
        found.append(read(table))
        table.close()
    return tuple(found)


def _closed(table: Table, read: Callable[[Table, str], T], name: str) -> T:
    found = read(table, name)
    table.close()
    return found


def _id(table: Table, key: str) -> str:
    id_ = table.text(key, limit=60)
    if id_ and not ID.fullmatch(id_):
        table.refuse(key, "minuscules sans accent, chiffres et tirets seulement.")
    return id_


def _body(table: Table) -> Body:
    return Body(
        id=_id(table, "id"),
        name=table.text("name"),
        short=table.text("short", limit=40),
        role=table.text("role", ""),
        parent=table.text("parent", ""),
        address=table.text("address", ""),
        phone=table.text("phone", ""),
        email=table.text("email", ""),
        dpo=table.text("dpo", ""),
        signatory=table.text("signatory", ""),
    )


def _clause(root: Table, key: str) -> Clause:
    table = root.table(key)
    if table is None:
        return Clause()
    clause = Clause(
        source=table.text("source"),
        months=table.integer("months", 0, most=600),
        tacit=table.truth("tacit"),
        subject_to=table.texts("subject_to"),
        by=table.texts("by"),
    )
    table.close()
    return clause


def _consent(root: Table) -> Statement:
    """The rule said to her when a fiche may not leave for want of a consent."""
    table = root.table("consent")
    if table is None:
        return Statement("", "")
    rule = _statement(table)
    table.close()
    return rule


def _parameters(root: Table, *, fiche: bool) -> tuple[tuple[Parameter, ...], tuple[Parameter, ...]]:
    """The parameters of the text, and those of a consent with the defaults the text decides.

    Without a ``fiche``, nothing leaves under it: it has no consent to take.
    """
    declared = dict(root.named("parameter"))
    of_consent = tuple(
        _decided(one, declared.pop(one.id)) if one.id in declared else one
        for one in (CONSENT_PARAMETERS if fiche else ())
    )
    own = tuple(_closed(table, _parameter, name) for name, table in declared.items())
    return own, of_consent


def _decided(usual: Parameter, table: Table) -> Parameter:
    """A parameter of a consent as this text decides it: its default, and where it says so."""
    default: str | int
    if usual.choices:
        default = table.one_of("default", usual.choices)
    else:
        default = table.integer("default", most=usual.most)
    note, source = table.text("note"), table.text("source")
    label = table.text("label", usual.label)
    table.close()
    return replace(usual, default=default, label=label, note=note, source=source)


def _parameter(table: Table, name: str) -> Parameter:
    if not _PARAMETER.fullmatch(name):
        table.refuse("", "un paramètre se nomme en minuscules, chiffres et « _ ».")
    return Parameter(
        id=name,
        label=table.text("label"),
        default=table.integer("default"),
        note=table.text("note"),
        source=table.text("source"),
    )


def _delay(table: Table) -> Delay:
    days, months = table.integer("days", 0), table.integer("months", 0, most=600)
    parameter = table.text("parameter", "")
    if sum(map(bool, (days, months, parameter))) != 1:
        table.refuse("days", "un délai a des jours, des mois, ou un paramètre : l'un des trois.")
    return Delay(
        id=_id(table, "id"),
        label=table.text("label"),
        starts=table.text("starts"),
        source=table.text("source"),
        days=days or None,
        months=months or None,
        parameter=parameter,
    )


def _frequency(table: Table) -> Frequency:
    return Frequency(
        id=_id(table, "id"),
        label=table.text("label"),
        at_least=table.integer("at_least", most=366),
        per=table.one_of("per", PER, "year"),
        source=table.text("source"),
        gathering=table.one_of("gathering", GATHERING_KINDS, ""),
    )


def _instance(table: Table) -> Instance:
    return Instance(
        id=_id(table, "id"),
        kind=table.one_of("kind", CHOICES["instance"]),
        name=table.text("name"),
        short=table.text("short", limit=40),
        body=table.text("body"),
        rule=table.text("rule", ""),
        source=table.text("source"),
    )


def _referral(table: Table) -> Referral:
    return Referral(
        id=_id(table, "id"),
        sender=table.text("from"),
        recipient=table.text("to"),
        purpose=table.text("purpose"),
        source=table.text("source"),
        conditions=_each(table, "condition", _condition),
        helps=_each(table, "help", _statement),
    )


def _condition(table: Table) -> Condition:
    path, codes = table.text("path", ""), table.texts("is")
    closed = codes_of_path(path) if path else {}
    if closed is None:
        table.refuse("path", f"aucune liste de réponses à ce chemin.{nearest(path, paths())}")
    for code in codes:
        if closed and code not in closed:
            table.refuse("is", f"code inconnu : {code} ; au choix : {', '.join(closed)}.")
    if bool(path) != bool(codes):
        table.refuse("is", "« path » et « is » vont ensemble.")
    return Condition(
        table.text("text", limit=600),
        path,
        codes,
        ask_otherwise=table.one_of("otherwise", ("unmet", "ask"), "unmet") == "ask",
        public=table.one_of("for", PUBLICS, ""),
        ask=table.text("ask", ""),
        source=table.text("source", ""),
    )


def _statement(table: Table) -> Statement:
    return Statement(table.text("text", limit=600), table.text("source"))


def _check_bodies(terms: Terms, root: Table) -> None:
    ids = [one.id for one in terms.bodies]
    for repeated in sorted({one for one in ids if ids.count(one) > 1}):
        root.refuse(f"body {repeated}", "deux organismes portent cet identifiant.")
    if len(set(terms.parties)) != _PARTIES:
        root.refuse("parties", "une convention a deux parties.")
    if not terms.us or not set(terms.us) <= set(terms.parties):
        root.refuse("us", "la ou les parties qui peuvent être « nous ».")
    for one in terms.bodies:
        if one.parent and (one.parent == one.id or one.parent not in ids):
            root.refuse(f"body {one.id} · parent", "cet organisme n'est pas déclaré ici.")


def _check_references(terms: Terms, root: Table) -> None:
    """Whoever is named is declared; a delay's parameter too."""
    ids = [one.id for one in terms.bodies]
    named = [("parties", one) for one in terms.parties]
    named += [("evaluation · by", one) for one in terms.evaluation.by]
    named += [(f"instance {one.id} · body", one.body) for one in terms.instances]
    for one in terms.referrals:
        named += [(f"referral {one.id} · from", one.sender)]
        named += [(f"referral {one.id} · to", one.recipient)]
    for key, body in named:
        if body and body not in ids:
            root.refuse(key, f"cet organisme n'est pas déclaré ici.{nearest(body, ids)}")
    known = [one.id for one in terms.parameters]
    for delay in terms.delays:
        if delay.parameter and delay.parameter not in known:
            near = nearest(delay.parameter, known)
            root.refuse(f"delay {delay.id} · parameter", f"ce paramètre n'est pas déclaré.{near}")
