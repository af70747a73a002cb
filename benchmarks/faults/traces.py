"""Twenty markers go in; then every file, process, log, error and file name is searched for them.

``python benchmarks/faults/traces.py``. With ``strace`` (Linux), the arguments and environment of
every process started and every byte written to any file are searched too, even those of a file
that is deleted at once; without it, the files that are left. What she asked for in clear (the
folder « sorties ») and what she typed (« entrees ») are hers, and left out.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import PASSPHRASE, ground

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from fictional import ANSWERS, NIR

_PASSWORD = "Zqmotdepasse-7713"  # noqa: S105 - of a throw-away PDF
MARKERS = {
    "passphrase": PASSPHRASE, "nir": NIR, "nom": "Zqnomxk", "prenom": "Zqprenomxk",
    "adresse": "Zqruexk", "tel": "06 98 73 11 41", "email": "zqmailxk@exemple.fr",
    "employeur": "Zqfirmexk", "poste": "Zqpostexk", "contexte": "Zqcontextexk",
    "naissance": "11/09/1953", "plan": "Zqplanxk", "acte": "Zqactexk", "note": "Zqnotexk",
    "droit": "Zqdroitxk", "bilan": "Zqbilanxk", "reunion": "Zqreunionxk",
    "interlocuteur": "Zqcontactxk", "lieu": "Zqlieuxk", "pdf": _PASSWORD,
}  # fmt: skip
_TRACED = "trace=execve,write,pwrite64,rename,renameat,renameat2,openat,mkdir,link,linkat"
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_PATH = re.compile(r"^(?:\d+ +)?(\w+)\((?:\d+|AT_FDCWD)?(?:<((?:\\x[0-9a-f]{2}|[^>])*)>)?")


def commands(place: Path) -> list[tuple[str, ...]]:
    """What a day does, and what a day gets wrong; every marker is in a file of hers."""
    given = place / "entrees"
    m = MARKERS
    said = {
        **ANSWERS, "date_signalement": "hier", "nom": m["nom"], "prenom": m["prenom"], "nir": NIR,
        "adresse": f"1 {m['adresse']}, 34970 Lattes", "tel": m["tel"], "mail": m["email"],
        "employeur": m["employeur"], "poste": m["poste"], "contexte": m["contexte"],
        "naissance": m["naissance"],
    }  # fmt: skip
    (given / "s.json").write_text(json.dumps(said), "utf-8")
    (given / "faux.json").write_text(json.dumps({**said, "naissance": m["contexte"]}), "utf-8")
    (given / "referent.json").write_text(json.dumps({"referent_tel": "0499000000"}), "utf-8")
    (given / "plan.txt").write_text(m["plan"], "utf-8")
    (given / "bilan.txt").write_text(m["bilan"], "utf-8")
    (given / "mdp").write_text(_PASSWORD, "utf-8")
    head = "Date signalement;Origine;NOM;Prénom;Commentaire\n"
    (given / "t.csv").write_text(f"{head}12/03/2024;Carsat;{m['nom']};Luc;{m['note']}\n", "utf-8")
    (given / "faux.csv").write_text(f"{head}32/03/2024;Carsat;{m['nom']};L;{m['note']}\n", "utf-8")
    out = "--sortie", f"{place}/sorties/"
    one = (
        "convention ajouter btp34-carsat-lr|situation nouveau --fichier entrees/s.json|"
        "situation nouveau --fichier entrees/faux.json|situation plan 1 --fichier entrees/plan.txt|"
        "importer entrees/t.csv --oui|importer entrees/faux.csv --oui|"
        "bilan rediger --texte entrees/bilan.txt|fiche nouveau 1|"
        "fiche corriger 1 --fichier entrees/referent.json|"
        "accord enregistrer 1 --signe-le hier --lieu Lattes|situation voir 1|recherche fict|"
        "chiffres|verifier|sauvegarde creer|journal|situation voir 99|fiche produire 99|"
        "deverrouiller|situation liste|verrouiller"
    )
    written = (
        "accord imprimer 1",
        "fiche produire 1 --fichier-mot-de-passe entrees/mdp",
        "fiche produire 1 --remplacer",
        "bilan imprimer",
        "droits acces 1 --identite connue",
    )
    return [
        *(tuple(line.split()) for line in one.split("|")),
        *(
            (*line.split(), *out[:1], f"{out[1]}{number}.pdf")
            for number, line in enumerate(written)
        ),
        ("fiche", "envoyer", "1", "--canal", "post", "--oui"),
        ("fiche", "retour", f"{out[1]}2.pdf", "--oui"),
    ]


#: what is typed as an argument is hers to type: only the processes that we start are ours
TYPED = ("acte", "note", "droit", "reunion", "interlocuteur", "lieu")


def typed() -> list[tuple[str, ...]]:
    """The same for what is an option."""
    m = MARKERS
    return [
        ("acte", "ajouter", "1", "entretien", "--note", m["acte"]),
        ("echeances", "ajouter", m["note"], "--le", "demain"),
        ("droits", "recevoir", "1", "--nature", "accès", "--texte", m["droit"]),
        ("reunion", "prevoir", "cellule", "--le", "demain", "--objet", m["reunion"]),
        (
            "partenaire",
            "interlocuteur",
            "carsat-lr-ssam",
            m["interlocuteur"],
            "--fonction",
            "conseil",
        ),
        ("accord", "enregistrer", "1", "--signe-le", "demain", "--lieu", m["lieu"]),
    ]


def spellings() -> dict[str, list[bytes]]:
    """The bytes each marker may be written as."""
    found = {}
    for name, marker in MARKERS.items():
        shapes = {marker, marker.upper(), marker.lower(), marker.replace(" ", "")}
        shapes |= {"1953-09-11"} if name == "naissance" else set()
        codings = ("utf-8", "utf-16-le", "utf-16-be")
        found[name] = [shape.encode(coding) for shape in shapes for coding in codings]
    return found


def holding(data: bytes, shapes: dict[str, list[bytes]]) -> list[str]:
    """The markers that ``data`` says."""
    return [name for name, many in shapes.items() if any(one in data for one in many)]


def traced(
    log: Path, place: Path, shapes: dict[str, list[bytes]], *, own: bool
) -> tuple[int, int, list[str]]:
    """Processes started and bytes written under ``log``; where a marker is in them.

    ``own``: the first process is what she typed.
    """
    found, processes, written = [], 0, 0
    for line in log.read_text("utf-8", "replace").splitlines():
        call = _PATH.match(line)
        if not call:
            continue
        path = _bytes(call[2] or "").decode("utf-8", "replace")
        data = b" ".join(_bytes(one) for one in _HEX.findall(line[call.end() :]))
        started = call[1] == "execve"
        processes += started
        if (started and own and processes == 1) or _hers(path, data, place, call[1]):
            continue
        written += len(data) if call[1] in ("write", "pwrite64") else 0
        found += [f"{name} in {call[1]} {path}" for name in holding(data, shapes)]
    return processes, written, found


def witness(strace: str, env: dict[str, str], place: Path, log: Path) -> bool:
    """Whether a marker would be seen that another program writes and deletes at once."""
    code = (
        "import os, subprocess; name = os.environ['TMPDIR'] + '/x'; said = open('entrees/plan.txt')"
        ".read(); open(name, 'w').write(said); os.remove(name); subprocess.run(['true', said])"
    )
    run = [*tracing(strace, log), sys.executable, "-c", code]
    subprocess.run(run, env=env, cwd=place, check=True)
    seen = traced(log, place, spellings(), own=False)[2]
    return {one.split()[2] for one in seen} == {"write", "execve"}


def tracing(strace: str, log: Path) -> list[str]:
    """The command that records what a program does."""
    return [strace, "-f", "-y", "-v", "-xx", "-s", "10000000", "-e", _TRACED, "-o", str(log)]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


def _hers(path: str, data: bytes, place: Path, call: str) -> bool:
    """Her own folders; the screen she looks at, which is a pipe here."""
    folders = (f"{place}/sorties", f"{place}/entrees")
    return path.startswith((*folders, "pipe:")) or (
        call == "openat" and any(one.encode() in data for one in folders)
    )


def main() -> int:
    """Type everything, search, print the figure."""
    strace, shapes = shutil.which("strace"), spellings()
    found: list[str] = []
    totals, codes = Counter[str](), Counter[int]()
    with TemporaryDirectory(prefix="pdp-traces-") as folder:
        place = Path(folder)
        _, env = ground(place)
        for name in ("entrees", "sorties"):
            (place / name).mkdir()
        shutil.move(place / "passphrase", place / "entrees" / "passphrase")
        env["PDP_PASSPHRASE_FILE"] = str(place / "entrees" / "passphrase")
        for args in (*commands(place), *typed()):
            log = place / "sorties" / "appels"
            trace = tracing(strace, log) if strace else []
            run = [*trace, sys.executable, "-m", "pdpcli", *args]
            ran = subprocess.run(run, env=env, cwd=place, capture_output=True, check=False)
            codes[ran.returncode] += 1
            if ran.returncode:
                found += [f"{one} in an error" for one in holding(ran.stderr, shapes)]
            if strace:
                own = args in typed()
                processes, written, inside = traced(log, place, shapes, own=own)
                totals["processes"] += processes
                totals["bytes"] += written
                found += inside
        if strace:
            totals["witness"] = witness(strace, env, place, log)
        hers = (place / "entrees", place / "sorties")
        files = [path for path in place.rglob("*")
                 if path.is_file() and not any(one in path.parents for one in hers)]  # fmt: skip
        for path in files:
            found += [f"{name} in {path.name}" for name in holding(path.read_bytes(), shapes)]
        names = [path.name for path in place.rglob("*")]
        found += [f"{one} in a name" for one in holding("\n".join(names).encode(), shapes)]
        asked = b"".join(path.read_bytes() for path in hers[0].iterdir())
        seen = len(set(holding(asked, shapes)) | set(TYPED))
    print(
        f"{seen} markers put in by {sum(codes.values())} commands (exit codes {dict(codes)});"
        f" searched: {len(files)} files, {len(names)} names, {totals['processes']} processes,"
        f" {totals['bytes']} bytes written to files, the errors: {len(found)} in clear"
    )
    print(
        f"witness, a program that leaves two traces: {'seen' if totals['witness'] else 'not seen'}"
    )
    for one in sorted(set(found)):
        print(f"  {one}")
    return 1 if found or (strace and not totals["witness"]) or seen != len(MARKERS) else 0


if __name__ == "__main__":
    sys.exit(main())
