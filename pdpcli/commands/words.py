"""The one table of what can be typed: nouns, verbs and options, in French and in English.

English names always work; the French ones are shown first. Accents and case do not matter, and
the beginning of a word is enough while it designates one command only.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType


@dataclass(frozen=True)
class Word:
    """One command: its English ``name``, its French names (the first is shown), its help.

    ``where`` is ``module:attribute`` under ``pdpcli.commands``; a noun has ``verbs``.
    """

    name: str
    french: tuple[str, ...]
    help: str
    where: str = ""
    verbs: tuple["Word", ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the French ones first, without repetition."""
        return tuple(dict.fromkeys((*self.french, self.name)))

    @property
    def shown(self) -> str:
        """The names as help lists them: the first French one, then the English one."""
        return ", ".join(dict.fromkeys((self.french[0], self.name)))


def _verb(name: str, french: str, text: str) -> Word:
    return Word(name, tuple(french.split()), text)


def _noun(name: str, french: str, text: str, *verbs: Word) -> Word:
    return Word(name, tuple(french.split()), text, f"{name}:app", verbs)


def _alone(name: str, french: str, text: str, module: str = "") -> Word:
    return Word(name, tuple(french.split()), text, f"{module or name}:{name}")


COMMANDS: tuple[Word, ...] = (
    _noun(
        "signal",
        "situation signalement",
        "Enregistrer une situation, la retrouver, la corriger",
        _verb("new", "nouveau nouvelle", "Enregistrer une situation, question par question"),
        _verb("resume", "reprendre", "Reprendre une saisie suspendue"),
        _verb("list", "liste", "Les situations, par état, partenaire, année ou texte"),
        _verb("show", "voir", "Une situation : ce qui s'est passé, ce qui vient"),
        _verb("edit", "corriger", "Corriger une erreur ou noter un changement"),
        _verb("close", "clore", "Clore une situation : son issue, et pourquoi"),
        _verb("reopen", "rouvrir", "Rouvrir une situation close"),
        _verb("follow-up", "bilan-6-mois", "Noter le rappel, six mois après la clôture"),
        _verb("plan", "plan", "Plan de retour à l'emploi, préconisations, interlocuteurs"),
        _verb("merge", "fusionner", "Réunir deux saisies d'une même situation"),
        _verb("cancel", "annuler", "Annuler une situation enregistrée à tort"),
        _verb("template", "modele", "Un fichier à remplir, question par question"),
        _verb("import", "importer", "Reprendre une fiche reçue en PDF, champ par champ"),
    ),
    _noun(
        "liaison",
        "fiche",
        "La fiche échangée avec un partenaire",
        _verb("new", "nouveau nouvelle", "Commencer une fiche pour un partenaire"),
        _verb("show", "voir", "Une fiche et ce qu'il lui manque"),
        _verb("list", "liste", "Les fiches et où elles en sont"),
        _verb("edit", "corriger", "Corriger les réponses d'une fiche"),
        _verb("preview", "apercu", "Ce qui partirait, exactement, et pourquoi cela le peut"),
        _verb("export", "produire", "Produire le PDF de la fiche, avec l'accord signé"),
        _verb("send", "envoyer", "Noter que la fiche est partie, et comment"),
        _verb("ack", "accuse", "Le partenaire a accusé réception"),
        _verb("taken-on", "prise-en-charge", "Un conseiller nommé suit la personne"),
        _verb("news", "nouvelles", "Le partenaire donne des nouvelles de la situation"),
        _verb("reply", "repondre", "Noter la réponse du partenaire, ou écrire la nôtre"),
        _verb("receive", "retour", "Lire la fiche qu'un partenaire renvoie, classer un fichier"),
        _verb("decline", "decliner", "La demande est refusée : par le partenaire, ou par nous"),
        _verb("drop", "sans-suite", "Ne plus attendre de réponse"),
        _verb("remind", "relancer", "Une lettre pour tout ce qu'un partenaire nous doit"),
        _verb("more", "suite", "Une nouvelle liaison sur la même fiche"),
        _verb("correct", "rectifier", "Une fiche rectifiée, pour qui a reçu la première"),
        _verb("cancel", "annuler", "Annuler une fiche, ou ce qui a été noté à tort"),
        _verb("misdirected", "erreur-envoi", "Partie au mauvais destinataire : la violation"),
        _verb("words", "mots", "Mes mots à relire avant qu'une fiche parte"),
    ),
    _noun(
        "consent",
        "accord consentement",
        "L'accord signé de la personne",
        _verb("print", "imprimer", "La feuille à faire signer"),
        _verb("record", "enregistrer", "Noter l'accord donné, et garder sa copie scannée"),
        _verb("sign", "signer", "Faire signer à l'écran : une image, posée une seule fois"),
        _verb("refuse", "refuser", "Noter que la personne refuse"),
        _verb("withdraw", "retirer", "La personne retire son accord : plus rien ne part"),
        _verb("list", "liste", "Les accords d'une situation"),
        _verb("show", "voir", "Un accord, ce qu'il couvre, et sa copie scannée"),
        _verb("verify", "verifier", "Ce PDF vient-il d'ici, et a-t-il été modifié ?"),
    ),
    _noun(
        "due",
        "echeances",
        "Ce qui est à faire, et pourquoi",
        _verb("list", "liste", "Les échéances, par date, situation ou convention"),
        _verb("show", "voir", "Une échéance : sa règle, sa source, son histoire"),
        _verb("add", "ajouter", "Une note à moi, pour un jour"),
        _verb("done", "fait", "C'est fait"),
        _verb("suspend", "suspendre", "Pas avant un jour, avec la raison"),
        _verb("resume", "reprendre", "Remettre dans la liste"),
        _verb("set", "regler", "Choisir les délais que les textes ne disent pas"),
    ),
    _alone("orient", "orientation", "À qui s'adresser, quelles conditions sont remplies"),
    _noun(
        "stats",
        "chiffres",
        "Les chiffres de l'année, convention par convention",
        _verb("show", "voir", "Les chiffres d'une année, ou ce qui est derrière"),
        _verb("enter", "saisir", "Saisir ceux que le cahier ne tient pas"),
        _verb("list", "liste", "Ce qui se saisit, et ce qui l'a été"),
    ),
    _noun(
        "report",
        "bilan",
        "Le bilan annuel à faire signer",
        _verb("print", "imprimer", "Le PDF à faire signer"),
        _verb("write", "rediger", "La partie qualitative et les perspectives"),
        _verb("show", "voir", "Le bilan à l'écran, tel qu'il est ou tel qu'il est figé"),
        _verb("freeze", "figer", "Garder ce qui est remis : il ne bougera plus"),
        _verb("compare", "comparer", "Ce qui différerait, recompté, et pourquoi"),
        _verb("list", "liste", "Les bilans figés"),
    ),
    _noun(
        "act",
        "acte",
        "Noter ce qui s'est passé : visite, entretien, mesure, issue",
        _verb("add", "ajouter", "Noter un acte"),
        _verb("list", "liste", "Les actes d'une situation, avec leur numéro"),
        _verb("edit", "corriger", "Corriger un acte, ou dire qu'il est fait"),
        _verb("cancel", "annuler", "Annuler un acte noté à tort"),
        _verb("day", "journee", "Les actes d'une journée, en une grille"),
    ),
    _noun(
        "meeting",
        "reunion",
        "Réunions de cellule et rencontres entre services",
        _verb("plan", "prevoir", "Prévoir une réunion, et qui y est invité"),
        _verb("agenda", "ordre-du-jour", "Les situations à examiner, et le PDF"),
        _verb("hold", "tenir", "Présences, décisions, compte rendu"),
        _verb("calendar", "calendrier", "Le calendrier des réunions, pour un partenaire"),
        _verb("refer", "saisir", "Saisir l'instance locale, via le service social"),
        _verb("add", "ajouter", "Noter une réunion"),
        _verb("edit", "corriger", "Corriger une réunion"),
        _verb("cancel", "annuler", "Annuler une réunion notée à tort"),
        _verb("list", "liste", "Les réunions d'une année"),
    ),
    _noun(
        "action",
        "action-collective",
        "Ateliers, webinaires, sensibilisations",
        _verb("add", "ajouter", "Noter une action collective"),
        _verb("audience", "public", "Les participants, par NAF et par effectif"),
        _verb("edit", "corriger", "Corriger une action collective"),
        _verb("cancel", "annuler", "Annuler une action notée à tort"),
        _verb("list", "liste", "Les actions collectives d'une année"),
    ),
    _noun(
        "agreement",
        "convention",
        "Nos conventions : termes, préavis, délais, contacts",
        _verb("list", "liste", "Les conventions connues et les nôtres"),
        _verb("show", "voir", "Une convention, avec ses parties et ses délais"),
        _verb("add", "ajouter", "Dire que nous avons signé cette convention"),
        _verb("set", "regler", "Choisir là où le texte ne dit rien"),
        _verb("note", "noter", "Bilan fait, communiquée, mise en demeure, litige"),
        _verb("renew", "reconduire", "Elle est reconduite"),
        _verb("terminate", "denoncer", "Elle est dénoncée : le jour où elle finit"),
        _verb("amend", "amender", "Un avenant est signé"),
        _verb("new", "nouvelle nouveau", "Décrire la vôtre, question par question"),
        _verb("copy", "copier", "Commencer la vôtre à partir d'une autre"),
        _verb("check", "verifier", "Vérifier un dossier de convention"),
    ),
    _noun(
        "referent",
        "referent",
        "La cellule : qui suit quoi, qui remplace qui",
        _verb("show", "voir", "Les membres de la cellule et leurs coordonnées"),
        _verb("add", "ajouter", "Ajouter un membre de la cellule"),
        _verb("edit", "corriger", "Corriger des coordonnées, des fonctions"),
        _verb("assign", "confier", "Confier des situations à quelqu'un"),
        _verb("absent", "absent", "Qui est absent, jusqu'à quand, remplacé par qui"),
    ),
    _noun(
        "partner",
        "partenaire",
        "Les organismes, leurs boîtes et leurs interlocuteurs",
        _verb("list", "liste", "Les organismes"),
        _verb("show", "voir", "Un organisme, ses interlocuteurs, ses conventions"),
        _verb("edit", "corriger", "Corriger ses coordonnées"),
        _verb("contact", "interlocuteur", "Ajouter ou retirer un interlocuteur"),
    ),
    _noun(
        "employer",
        "entreprise",
        "Les entreprises adhérentes",
        _verb("add", "ajouter", "Ajouter une entreprise"),
        _verb("list", "liste", "Les entreprises"),
        _verb("edit", "corriger", "Corriger une entreprise"),
        _verb("show", "voir", "Une entreprise et ses situations"),
        _verb("import", "importer", "Reprendre la liste des adhérents (CSV, XLSX)"),
    ),
    _alone("find", "recherche", "Une personne, une entreprise, une référence"),
    _noun(
        "seal",
        "cachet",
        "Le cachet électronique posé sur nos fiches",
        _verb("show", "voir", "Les cachets, l'actuel et les retirés"),
        _verb("import", "importer", "Prendre celui de notre organisme (PKCS#12)"),
        _verb("retire", "retirer", "Retirer un cachet, et dire pourquoi"),
    ),
    _noun(
        "rights",
        "droits",
        "Les demandes des personnes sur leurs données",
        _verb("list", "liste", "Les demandes reçues, et leur dernier jour"),
        _verb("show", "voir", "Une demande : ce qui est fait, ce qui reste"),
        _verb("new", "recevoir nouveau", "Noter une demande reçue : le mois commence"),
        _verb("identity", "identite", "Dire comment l'identité a été vérifiée"),
        _verb("access", "acces", "Tout ce qui est gardé d'elle : PDF, JSON, pièces"),
        _verb("rectify", "rectifier", "Ce qui a été corrigé, et les partenaires à prévenir"),
        _verb("limit", "limiter", "Limiter le traitement : plus rien ne part"),
        _verb("lift", "lever", "Lever une limitation, et le lui dire"),
        _verb("object", "opposer", "Noter une opposition : le traitement est limité"),
        _verb("extend", "prolonger", "Prolonger le délai de deux mois, et le lui dire"),
        _verb("answer", "repondre", "Répondre : accordée, en partie, refusée"),
        _verb("erase", "effacer", "Effacer une personne ; les chiffres restent"),
        _verb("hold", "bloquer", "Interdire d'effacer une personne, avec la raison"),
        _verb("register", "registre", "La fiche du registre (art. 30), à compléter"),
        _verb("breach", "violation", "La fiche d'une violation (art. 33), à compléter"),
    ),
    _noun(
        "retention",
        "conservation",
        "Ce qui est à effacer : les dossiers hors délai",
        _verb("list", "liste", "Les dossiers hors délai ; rien n'est effacé"),
        _verb("set", "regler", "Choisir la durée, la part et l'écart d'horloge"),
        _verb("erase", "effacer", "Effacer les dossiers hors délai"),
    ),
    Word(
        "import", ("importer",), "Reprendre un tableau, ou un export en entier", "importing:import_"
    ),
    _alone("export", "exporter", "Tout sortir en formats ouverts, en clair"),
    _alone("init", "initialiser", "Créer le cahier chiffré de notre service"),
    _alone("unlock", "deverrouiller", "Ouvrir le cahier pour un temps"),
    _alone("lock", "verrouiller", "Refermer le cahier", "unlock"),
    _noun(
        "backup",
        "sauvegarde",
        "Sauvegarder le cahier, relire une sauvegarde, la restaurer",
        _verb("create", "creer", "Faire une sauvegarde chiffrée, et la relire en entier"),
        _verb("list", "liste", "Les sauvegardes : date, place, relue quand, quelle clé"),
        _verb("verify", "verifier", "Relire une sauvegarde en entier : est-elle bonne ?"),
        _verb("restore", "restaurer", "Remettre le cahier comme dans une sauvegarde"),
        _verb("folder", "dossier", "Choisir où vont les sauvegardes de ce poste"),
        _verb("set", "regler", "Combien en garder, et quand le rappeler"),
    ),
    _noun(
        "journal",
        "journal",
        "Qui a fait quoi, quand, par référence",
        _verb("list", "liste", "Ce qui a été écrit, du plus récent au plus ancien"),
        _verb("export", "exporter", "Le journal dans un fichier : JSON par lignes, CSV"),
        _verb("verify", "verifier", "La chaîne est-elle intacte, et sa suite connue ?"),
    ),
    _noun(
        "key",
        "mot-de-passe",
        "Qui ouvre le cahier : phrases de passe et clés",
        _verb("list", "liste", "Qui a une phrase de passe, et depuis quand"),
        _verb("add", "ajouter", "Donner sa phrase de passe à quelqu'un de la cellule"),
        _verb("remove", "retirer", "Retirer la phrase de passe de quelqu'un"),
        _verb("change", "changer", "Changer ma phrase de passe"),
        _verb("recover", "recuperer", "Phrase oubliée : une autre, avec la clé de secours"),
        _verb("recovery-key", "cle-de-secours", "Une nouvelle clé de secours"),
        _verb("rotate", "renouveler", "Une clé neuve pour tout le cahier"),
    ),
    _alone("check", "verifier", "Vérifier que rien n'est abîmé ni incomplet"),
    _alone("adopt", "reprendre-la-main", "Écrire désormais depuis ce poste", "check"),
    _alone("completion", "completion", "Compléter les commandes avec la touche Tab"),
    _alone("demo", "demonstration", "Un cahier fictif pour essayer, sans risque"),
)

#: English option -> its French spellings, the first one shown.
OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "action": ("action",),
        "add": ("ajouter",),
        "address": ("adresse",),
        "after": ("apres",),
        "agreement": ("convention",),
        "all": ("toutes",),
        "as": ("en-tant-que",),
        "at": ("vu-le",),
        "audience": ("public",),
        "author": ("auteur",),
        "aware": ("connu-le",),
        "body": ("organisme",),
        "by": ("par",),
        "capacity": ("qualite",),
        "case": ("situation",),
        "cases": ("situations",),
        "change": ("changement",),
        "channel": ("canal",),
        "clear": ("effacer-clair",),
        "collected-by": ("recueilli-par",),
        "column": ("colonne",),
        "confirm": ("confirmer",),
        "contact": ("contact",),
        "correction": ("erreur",),
        "counsellor": ("conseiller",),
        "csv": ("csv",),
        "days": ("jours",),
        "declare-restore": ("declarer-restauration",),
        "discreet": ("discret",),
        "dispensation": ("dispense",),
        "doctor": ("medecin",),
        "document-seen": ("document-vu",),
        "done": ("fait",),
        "documents": ("pieces",),
        "dry-run": ("essai",),
        "dpo": ("dpd",),
        "due": ("a-signer",),
        "duplicates": ("doublons",),
        "email": ("courriel",),
        "employee-contact": ("interlocuteur-salarie",),
        "employer-contact": ("interlocuteur-employeur",),
        "evaluation": ("bilan",),
        "event": ("evenement",),
        "explain": ("expliquer",),
        "facts": ("faits",),
        "file": ("fichier",),
        "for": ("pendant",),
        "force": ("remplacer",),
        "from": ("du",),
        "function": ("fonction",),
        "how": ("comment",),
        "ics": ("ics",),
        "identity": ("identite",),
        "idle": ("inactivite",),
        "instance": ("instance",),
        "into": ("dans",),
        "irdp": ("irdp",),
        "iri": ("iri",),
        "json": ("json",),
        "kept-by": ("garde-par",),
        "kind": ("nature",),
        "language": ("langue",),
        "letters": ("lettres",),
        "lift": ("lever",),
        "mail": ("brouillon",),
        "means": ("moyen",),
        "measures": ("mesures",),
        "meeting": ("reunion",),
        "member": ("adherente",),
        "mode": ("mode",),
        "naf": ("naf",),
        "naf-2025": ("naf-2025",),
        "name": ("nom",),
        "names": ("noms",),
        "new-passphrase-file": ("fichier-nouvelle-phrase",),
        "new-signature": ("nouvelle-signature",),
        "no-answer": ("sans-reponse",),
        "no-documents": ("sans-pieces",),
        "note": ("note",),
        "on": ("le",),
        "open": ("ouvrir",),
        "order": ("ordre",),
        "outcome": ("issue",),
        "output": ("sortie",),
        "participants": ("participants",),
        "partner": ("partenaire",),
        "password-file": ("fichier-mot-de-passe",),
        "pdf": ("pdf",),
        "phone": ("telephone",),
        "picture": ("image",),
        "place": ("lieu", "fait-a"),
        "planned": ("prevu",),
        "professional-picture": ("image-professionnel",),
        "protect": ("proteger",),
        "provisional": ("provisoire",),
        "quarter": ("trimestre",),
        "reached": ("jointe",),
        "reason": ("motif",),
        "received-from": ("recu-de",),
        "received-on": ("recu-le",),
        "recommendation": ("preconisation",),
        "recompute": ("recalculer",),
        "recovery-key-file": ("fichier-cle-de-secours",),
        "referent": ("referent",),
        "remove": ("retirer",),
        "requester": ("demandeur",),
        "restore-envelope": ("remettre-enveloppe",),
        "reveal": ("reveler",),
        "rule": ("regle",),
        "scan": ("scan",),
        "seal": ("cachet",),
        "seed": ("graine",),
        "sheet": ("fiche",),
        "side": ("cote",),
        "signed-on": ("signe-le",),
        "signer": ("signataire",),
        "silent": ("silence",),
        "siret": ("siret",),
        "size": ("effectif",),
        "state": ("etat",),
        "synthesis": ("synthese",),
        "template": ("modele",),
        "text": ("texte",),
        "theme": ("sujet",),
        "time": ("heure",),
        "title": ("objet",),
        "to": ("au",),
        "translated-by": ("traduit-par",),
        "until": ("jusqu-au",),
        "value": ("valeur",),
        "version": ("version",),
        "witness": ("temoin",),
        "xlsx": ("xlsx",),
        "year": ("annee",),
        "yes": ("oui",),
    }
)


def plain(text: str) -> str:
    """``text`` in lower case and without accents, as it is compared."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def candidates(typed: str, words: Sequence[Word]) -> list[Word]:
    """The commands ``typed`` may mean: the one so named, else those it is the beginning of."""
    wanted = plain(typed)
    exact = [w for w in words if wanted in map(plain, w.names)]
    if exact or not wanted:
        return exact
    return [w for w in words if any(plain(n).startswith(wanted) for n in w.names)]


def suggestions(typed: str, words: Sequence[Word]) -> list[str]:
    """The names that look like ``typed``, one a command, the closest first, three at most."""
    owners = {plain(name): (name, w.name) for w in words for name in reversed(w.names)}
    close = get_close_matches(plain(typed), owners, n=5, cutoff=0.6)
    by_command = {owners[name][1]: owners[name][0] for name in reversed(close)}
    return list(reversed(by_command.values()))[:3]
