"""Backups in words: what was made, the list, what a restore loses, what to do after it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdpcli.rules.backups import SETTINGS
from pdpcli.rules.dates import french
from pdpcli.views.wrap import wrapped

if TYPE_CHECKING:
    from pdpcli.store.backup import Backup, Made
    from pdpcli.store.container import Header
    from pdpcli.store.loss import Last, Loss
    from pdpcli.store.replaced import Ready, Restored

_SHOWN = 12  # references: enough to begin with


def moment(stamp: str) -> str:
    """« 21/11/2026 à 14 h 05 », here, of a UTC moment; « jamais » for none."""
    if not stamp:
        return "jamais"
    local = datetime.fromisoformat(stamp).astimezone()
    return f"{french(local.date())} à {local.hour} h {local.minute:02}"


def size_said(size: int) -> str:
    """« 820 ko », « 1,4 Mo »."""
    million = 1_000_000
    if size < million:
        return f"{max(1, size // 1000)} ko"
    return f"{size / million:.1f} Mo".replace(".", ",")


def made_lines(made: "Made", home: Path) -> Iterator[str]:
    """What follows a backup: what was let go, and what it does not protect from."""
    for path in made.gone:
        yield f"Supprimée, d'après vos réglages : {path.name}"
    if not made.noted:
        yield "Le cahier n'a pas pu la noter : il est occupé, ou ce poste lit seulement."
    if made.backup.path.stat().st_dev == home.stat().st_dev:
        yield from wrapped(
            "Elle est sur le même disque que le cahier : si ce disque lâche, les deux sont perdus."
            " Copiez-la ailleurs, ou : pdp sauvegarde dossier CHEMIN-DE-LA-CLÉ-USB",
            "",
        )


def backup_list(known: "Sequence[Backup]", generation: int, folder: Path) -> str:
    """One backup a block: when, how big, read when, which key, where."""
    if not known:
        return f"Aucune sauvegarde. Dossier : {folder}\nEn faire une : pdp sauvegarde creer"
    lines = []
    for one in known:
        lines.append("  ".join(_told(one, generation)))
        lines.append(f"    {one.path}")
    return "\n".join(lines)


def _told(one: "Backup", generation: int) -> Iterator[str]:
    if not one.made_at:
        yield "✗ ne se lit pas : abîmée, ou autre chose qu'une sauvegarde"
        return
    yield f"{'✓' if one.sound else '✗'} {moment(one.made_at)}"
    yield size_said(one.size)
    yield _read(one)
    if generation and one.generation != generation:
        yield f"clé n° {one.generation}, d'avant (celle d'aujourd'hui : n° {generation})"
    else:
        yield f"clé n° {one.generation}"
    if not one.here:
        yield "sur un autre poste"
    elif one.there is None:
        yield "disque absent"


def _read(one: "Backup") -> str:
    if not one.sound:
        return f"ABÎMÉE (relue le {moment(one.read_at)})"
    return f"relue le {moment(one.read_at)}" if one.read_at else "pas encore relue ici"


def backup_json(one: "Backup") -> dict[str, Any]:
    """Stable keys; ``there`` is null when its disk is not at hand."""
    return {
        "path": str(one.path),
        "made_at": one.made_at or None,
        "size": one.size,
        "generation": one.generation,
        "sha256": one.sha256 or None,
        "read_at": one.read_at or None,
        "sound": one.sound,
        "there": one.there,
        "rotated": one.rotated,
    }


def header_json(header: "Header", digest: str) -> dict[str, Any]:
    """What a good backup is of."""
    return {
        "sound": True,
        "made_at": header.made_at,
        "generation": header.generation,
        "store_id": header.store_id,
        "journal": header.head.n,
        "epoch": header.head.epoch,
        "sha256": digest,
    }


def verified_text(header: "Header") -> str:
    """What was read, and that it is good."""
    return (
        f"✓ Bonne. Faite le {moment(header.made_at)}, {size_said(header.whole)},"
        f" clé n° {header.generation}.\n"
        "Relus : chaque octet, les pages, les tables, les lignes, les pièces, et la chaîne du "
        f"journal ({header.head.n} lignes)."
    )


def before_text(ready: "Ready") -> str:
    """The last write on each side, and what would be lost."""
    loss = ready.loss
    lines = [
        f"Sauvegarde du {moment(ready.header.made_at)}, relue en entier : elle est bonne.",
        f"  dernière écriture dans la sauvegarde : {_last(loss.kept)}",
    ]
    if loss.readable:
        lines.append(f"  dernière écriture dans le cahier     : {_last(loss.current)}")
    return "\n".join([*lines, *_lost(loss, there=ready.current is not None)])


def _last(last: "Last | None") -> str:
    return f"{moment(last.at)}, {last.author}" if last else "aucune"


def _lost(loss: "Loss", *, there: bool) -> Iterator[str]:
    if not loss.readable:
        yield from wrapped(
            "Le cahier de ce poste ne s'ouvre pas : on ne peut pas dire ce qu'il a de plus."
            if there
            else "Il n'y a pas ici de cahier qui s'ouvre : rien à comparer.",
            "",
        )
    elif not loss.writes:
        yield "Rien ne sera perdu : la sauvegarde a tout ce que le cahier a."
    else:
        plural = "s" if loss.writes > 1 else ""
        yield from wrapped(f"SERA PERDU : {loss.writes} écriture{plural}{_about(loss)}.", "")
    if loss.closed:
        yield from wrapped(f"SERA OUBLIÉ : refus, retrait ou limitation de {_refs(loss.closed)}.")


def _about(loss: "Loss") -> str:
    return f", sur {_refs(loss.subjects)}" * bool(loss.subjects)


def _refs(refs: Sequence[str]) -> str:
    more = len(refs) - _SHOWN
    return ", ".join(refs[:_SHOWN]) + f" et {more} autres" * (more > 0)


def restored_text(ready: "Ready", done: "Restored") -> str:
    """What is in place, where the former store is, and what to do next."""
    lines = [f"Restauré : le cahier est celui du {moment(ready.header.made_at)}."]
    if done.aside:
        lines.append(f"L'ancien est gardé, entier, dans : {done.aside}")
    lines += [f"  à reprendre à la main, le disque a refusé : {path}" for path in done.left]
    if done.conventions:
        lines.append(f"Conventions remises : {', '.join(done.conventions)}")
    lines.append("Ensuite :")
    return "\n".join([*lines, *(line for one in _next(ready, done) for line in one)])


def _next(ready: "Ready", done: "Restored") -> Iterator[list[str]]:
    loss = ready.loss
    yield wrapped("vérifiez : pdp verifier", "  - ")
    if loss.writes:
        yield wrapped(f"ressaisissez ce qui a été noté depuis{_about(loss)}", "  - ")
    if not loss.readable:
        yield wrapped(
            "ressaisissez ce qui a été noté depuis cette sauvegarde, les refus et les retraits"
            " d'accord d'abord",
            "  - ",
        )
    for ref in loss.closed:
        yield wrapped(
            f"avant tout envoi, notez de nouveau le refus, le retrait ou la limitation : {ref}",
            "  - ",
        )
    for ref in loss.erased:
        yield wrapped(f"cette personne est revenue, effacez-la : pdp droits effacer {ref}", "  - ")
    if done.reads_only:
        yield wrapped("pour écrire depuis ce poste : pdp reprendre-la-main", "  - ")
    yield wrapped("la phrase de passe est celle du jour de la sauvegarde", "  - ")
    if done.aside:
        yield wrapped(
            "supprimez l'ancien quand tout va bien : des personnes y sont encore. Pour le relire, "
            "donnez son dossier à PDP_HOME",
            "  - ",
        )


def settings_text(chosen: Mapping[str, int]) -> str:
    """Every setting: what is chosen, the shown default and why it is one."""
    lines = []
    for one in SETTINGS.values():
        lines += wrapped(f"{one.label} : {chosen[one.id]}", f"{one.name:<10}")
        lines += wrapped(f"proposé : {one.default} ({one.note} ; {one.source})", "    ")
    return "\n".join(lines)
