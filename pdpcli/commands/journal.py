"""`pdp journal` : qui a fait quoi, quand, par référence."""

from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import warn_of_place
from pdpcli.commands.words import COMMANDS, OPTIONS, candidates, plain
from pdpcli.errors import InputRefused, StoreDamaged

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.journal_rows import Wanted

app = noun("journal", default="list")

_SHOWN, _MOST = 40, 1_000_000
From = Annotated[date | None, option("from", "Depuis ce jour", metavar="DATE", parser=day)]
To = Annotated[date | None, option("to", "Jusqu'à ce jour", metavar="DATE", parser=day)]
Case = Annotated[str, option("case", "D'une situation : 42 ou 2026-0042")]
Author = Annotated[str, option("author", "De quelqu'un : son nom, ou une partie")]
Action = Annotated[str, option("action", "D'une commande : fiche, « fiche produire »")]
Json = Annotated[bool, option("json", "En JSON, clés stables, moments en UTC")]


@app.command("list")
def list_(  # noqa: PLR0913 - one option a filter
    *,
    since: From = None,
    to: To = None,
    case: Case = "",
    author: Author = "",
    action: Action = "",
    everything: Annotated[bool, option("all", "Toutes, et non les 40 dernières")] = False,
    json: Json = False,
) -> None:
    """Qui a fait quoi, quand : une ligne par écriture, sans nom de personne suivie"""
    from pdpcli.store.journal_rows import writes
    from pdpcli.views.journal import journal_json, journal_text

    limit = _MOST if everything or json else _SHOWN
    with closing(open_store().read()) as db:
        found = writes(db, _wanted(db, since, to, case, author, action), limit + 1)
    shown = found[:limit]
    if json:
        emit_json(journal_json(shown))
    else:
        emit(journal_text(shown, said_action, more=len(found) > limit))


@app.command("export")
def export(  # noqa: PLR0913 - one option a filter
    *,
    output: Annotated[Path, option("output", "Le fichier : .jsonl, ou .csv", metavar="FICHIER")],
    since: From = None,
    to: To = None,
    case: Case = "",
    author: Author = "",
    action: Action = "",
    force: Annotated[bool, option("force", "Remplacer le fichier s'il existe")] = False,
) -> None:
    """Le journal dans un fichier : lignes JSON, ou CSV ; l'export est inscrit au journal"""
    from pdpcli.files import writable
    from pdpcli.workflows import journal_export as workflow

    writable(output, force=force, todo="Ajoutez --remplacer, ou donnez un autre nom à --sortie.")
    store = open_store()
    with closing(store.read()) as db:
        wanted = _wanted(db, since, to, case, author, action)
    with store.write("journal export", wanted.ref) as write:
        write.note("journal")
    with closing(store.read()) as db:
        count = workflow.export(db, wanted, output, force=force)
    emit(f"Écrit : {output.absolute()} ({count} lignes).")
    warn_of_place(output)
    note("Il porte les noms de la cellule et les références, aucun nom de personne suivie.")


@app.command("verify")
def verify(
    *,
    file: Annotated[
        Path | None, option("file", "Un export du journal en lignes JSON, plutôt que le cahier")
    ] = None,
    json: Json = False,
) -> None:
    """La chaîne du journal, les lignes qu'il atteste, et ce que ce poste en connaissait"""
    from pdpcli.views.findings import finding_lines
    from pdpcli.views.journal import PROVES
    from pdpcli.views.wrap import wrapped
    from pdpcli.workflows import check

    if file is not None:
        _verify_export(file)
        return
    findings = [one for one in check.check(open_store(), today()) if one.id in check.OF_THE_JOURNAL]
    emit_json([asdict(one) for one in findings]) if json else emit(finding_lines(findings))
    check.refuse_damage(findings)
    if not json:
        note("\n".join(wrapped(PROVES, "")))


def _verify_export(file: Path) -> None:
    from pdpcli.workflows.journal_export import verify_export

    count, broken, last = verify_export(file)
    if broken:
        shown = ", ".join(map(str, broken[:5]))
        raise StoreDamaged(
            f"Cet export a été modifié, ou il y manque des lignes : {len(broken)} ne suivent pas"
            f" ({shown}).",
            todo="S'il vient d'un filtre autre que --du et --au, c'est normal : exportez sans lui.",
        )
    emit(f"✓ {count} lignes, chacune suit la précédente ; la dernière est la n° {last}.")
    note("Des lignes coupées à la fin ne se voient qu'à ce numéro.")


def _wanted(  # noqa: PLR0913, PLR0917 - one option a filter
    db: "Connection", first: date | None, last: date | None, case: str, author: str, action: str
) -> "Wanted":
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.journal_rows import Wanted

    row = case_by_ref(db, case, today()) if case else None
    return Wanted(
        first, last, row.id if row else None, row.ref if row else "", _authors(db, author),
        _action(action),
    )  # fmt: skip


def _authors(db: "Connection", said: str) -> tuple[str, ...]:
    from pdpcli.store.journal_rows import authors

    if not said:
        return ()
    known = authors(db)
    found = tuple(one for one in known if plain(said) in plain(one))
    if not found:
        raise InputRefused(
            "Personne de ce nom n'a écrit ici.", todo=f"Ont écrit : {', '.join(known)}"
        )
    return found


def _action(said: str) -> str:
    """The command as the journal writes it, from its French or English words."""
    words = said.split()
    if not words:
        return ""
    nouns = candidates(words[0], COMMANDS)
    if len(nouns) != 1:
        raise InputRefused("Commande inconnue.", todo='Par exemple : --action "fiche produire"')
    verbs = candidates(words[1], nouns[0].verbs) if words[1:] else []
    if words[1:] and len(verbs) != 1:
        raise InputRefused(f"« {nouns[0].french[0]} » n'a pas cette commande.")
    return " ".join(word.name for word in (*nouns, *verbs))


def said_action(action: str) -> str:
    """The command in French: « fiche produire » for « liaison export »; as it is if unknown."""
    words = action.split()
    noun_ = next((one for one in COMMANDS if words and one.name == words[0]), None)
    if noun_ is None:
        return action
    verb = next((one for one in noun_.verbs if words[1:] and one.name == words[1]), None)
    rest = [_option(one) for one in words[2 if verb else 1 :]]
    return " ".join([noun_.french[0], *([verb.french[0]] if verb else []), *rest])


def _option(word: str) -> str:
    french = OPTIONS.get(word.removeprefix("--"))
    return f"--{french[0]}" if word.startswith("--") and french else word
