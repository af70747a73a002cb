"""The closed lists: kinds of acts and gatherings, choices, and every ``path`` with its type.

Codes are English and stored; labels are the sources' French and shown. A user's folder may add
forms, fields, natures and indicators, never kinds. Source: dossier §2, §4, §5.1 and §5.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

YES, NO, UNKNOWN = "yes", "no", "unknown"

#: Every closed list of answers, by name: code -> French label (dossier §5.3 unless said).
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "tristate": {YES: "oui", NO: "non", UNKNOWN: "je ne sais pas encore"},
        "origin": {  # CPOM §5.4 d and S0 art. 5: who brings the situation to the cell
            "health_professional": "Un professionnel de notre service",
            "self": "Le salarié lui-même",
            "employer": "Son employeur",
            "partner": "Un partenaire",
            "other": "Quelqu'un d'autre",
        },
        "right": {  # RGPD, art. 15 to 21
            "access": "accès",
            "portability": "portabilité",
            "rectification": "rectification",
            "limitation": "limitation",
            "opposition": "opposition",
            "erasure": "effacement",
        },
        "identity_how": {  # S0, notice: « un justificatif d'identité »
            "document": "pièce d'identité présentée",
            "copy": "copie d'une pièce d'identité, non gardée",
            "known": "personne connue de la cellule, reçue ou rappelée",
            "representative": "représentant, avec son mandat",
        },
        "rights_outcome": {
            "granted": "accordée",
            "partly": "accordée en partie",
            "refused": "refusée",
        },
        "sex": {"female": "femme", "male": "homme"},
        "regime": {  # dossier §2.6
            "general": "régime général",
            "agricultural": "régime agricole (MSA)",
            "civil_service": "fonction publique",
            "special": "autre régime (à vérifier)",
        },
        "status": {
            "employee": "salarié",
            "craftsman": "artisan (travailleur indépendant)",
            "trader": "commerçant (travailleur indépendant)",
            "liberal": "profession libérale (travailleur indépendant)",
            "micro": "auto-entrepreneur (travailleur indépendant)",
            "farmer": "agriculteur (MSA)",
            "public_agent": "agent public",
            "spouse": "conjoint collaborateur",
        },
        "concerned": {"first": "le premier", "second": "l'autre"},
        "contract": {"cdi": "CDI", "cdd": "CDD", "interim": "intérim", "none": "sans contrat"},
        "position": {  # dossier §5.3 « Situation » and the matrix PRITH §2.4
            "hiring": "en cours d'intégration",
            "working": "en activité",
            "on_leave": "en arrêt",
            "leaving": "en sortie d'activité",
            "part_time": "en temps partiel thérapeutique",
            "working_invalidity": "en activité avec pension d'invalidité",
            "adapted": "en reprise de travail aménagée",
        },
        "risk": {
            "illness": "maladie",
            "work_accident": "AT (accident du travail)",
            "occupational_disease": "MP (maladie professionnelle)",
            "invalidity": "invalidité",
        },
        "invalidity": {
            "none": "non",
            "cat1": "1re catégorie",
            "cat2": "2e catégorie",
            "cat3": "3e catégorie",
            "granted": "oui, catégorie non précisée",
            UNKNOWN: "je ne sais pas encore",
        },
        "horizon": {  # matrix PRITH, dossier §2.4
            "short": "court terme (menace d'inaptitude immédiate)",
            "medium": "moyen terme (plus de 3 mois)",
            "long": "long terme (prévention)",
        },
        "household": {
            "couple_children": "couple avec enfants",
            "couple": "couple sans enfant",
            "alone": "personne seule",
            "other": "autre",
        },
        "visit_state": {
            YES: "oui",
            NO: "non",
            "planned": "programmée",
            UNKNOWN: "je ne sais pas encore",
        },
        "motive": {  # AFNOR-7: « signalements … avec comme motif accompagnement social »
            "job_retention": "maintien dans l'emploi",
            "social_support": "accompagnement social",
            "psychological_support": "accompagnement psychologique",
            "workstation": "aménagement du poste",
            "other": "autre motif",
        },
        "requester": {
            "employee": "le salarié",
            "employer": "l'employeur",
            "occupational_doctor": "le médecin du travail",
            "treating_doctor": "le médecin traitant",
            "medical_adviser": "le médecin-conseil",
            "partner": "un partenaire",
        },
        "mode": {
            "in_person": "en présentiel",
            "phone": "par téléphone",
            "home": "à domicile",
            "video": "en visio",
            "documents": "via l'envoi de documents d'information",
        },
        "direction": {"out": "de nous vers le partenaire", "in": "du partenaire vers nous"},
        "function": {  # DGT-1, dossier §4.4
            "assistant": "assistante administrative, assistant administratif",
            "coordinating_doctor": "médecin du travail coordinateur de la cellule PDP",
            "doctor": "médecin du travail",
            "nurse": "infirmière, infirmier",
            "psychologist": "psychologue du travail",
            "social_worker": "assistante sociale, assistant social du SPST",
            "ergonomist": "ergonome",
            "retention_officer": "chargée, chargé de maintien en emploi",
            "other": "autre",
        },
        "target": {  # orientations: dossier §4.4, 5.2A-4 to -7, 5.2B-6, DGT-4.3
            "spsti_social_worker": "assistant social du SPSTI",
            "psychologist": "psychologue du travail",
            "ergonomist": "ergonome",
            "ssam": "service social de l'Assurance maladie (Carsat)",
            "cap_emploi": "Cap emploi",
            "mdph": "MDPH",
            "msa": "service social MSA",
            "cep": "opérateur du CEP",
            "france_travail": "France Travail",
            "health_professional": "autre professionnel de santé",
            "other": "autre",
        },
        "instance": {  # dossier §2.1: one thing, four names on the insurance side
            "cell": "cellule du service (CME, cellule PDP)",
            "insurance": "instance locale, Assurance maladie (comité local PDP, ILCO)",
        },
        "instance_motive": {  # S0 and S1 annexe 1, art. 3: why the local instance is seized
            "urgent": "situation urgente",
            "complex": "situation complexe",
            "regulation": "question sur la réglementation",
        },
        "agenda_reason": {  # why a situation is on an agenda, in words that a guest may read
            "urgent": "situation urgente",
            "complex": "situation complexe",
            "follow_up": "point de suivi d'une situation suivie conjointement",
            "review": "revue de dossier",
            "postponed": "reportée d'une réunion précédente",
            "other": "autre point",
        },
        "outcome": {  # dossier §5.1; « dans » = same employer, « en » = other (§5.2)
            "same_job": "maintien au poste",
            "same_employer": "reclassement interne (même employeur, autre poste)",
            "other_employer": "reclassement externe (autre employeur)",
            "other_activity": "reconversion (autre activité)",
            "career_change": "évolution professionnelle",
            "part_time_return": "reprise à temps partiel thérapeutique",
            "adapted_return": "reprise de travail aménagée",
            "dismissed_unfit": "licenciement pour inaptitude",
            "mutual_termination": "rupture conventionnelle",
            "resignation": "démission",
            "invalidity": "invalidité",
            "jobseeker": "inscription à France Travail",
            "activity_ended": "cessation d'activité",
            "status_changed": "changement de statut",
            "no_solution": "sans aucune solution",
        },
        "closure_reason": {
            "completed": "accompagnement terminé",
            "unreachable": "personne injoignable",
            "moved": "a quitté le territoire ou le service",
            "declined": "ne souhaite plus être accompagnée",
            "deceased": "décès",
        },
        "follow_up": {  # the call six months after the closure: reached, or one more attempt
            "reached": "personne jointe",
            "no_answer": "pas de réponse",
        },
        "plan": {  # S1 4.3; S3: « ce que les assistants de service social contractualisent »
            "return_plan": "plan de retour à l'emploi",
            "recommendation": "préconisation",
        },
        "remobilisation": {  # what an agreement of the CPAM is for: the acts of that group (S3)
            "essai_encadre": "essai encadré",
            "crpe": "CRPE",
            "pmsmp": "PMSMP",
            "skills_review": "bilan de compétences",
            "training": "formation",
            "psop": "PSOP",
            "inclupro": "Inclu'Pro (Formation)",
            "potentialis": "Potentialis",
            "discovery": "stage découverte",
        },
        "moved": {  # why a row is not counted as when its evaluation was frozen
            "added": "ajouté",
            "corrected": "corrigé",
            "changed": "changement noté",
            "cancelled": "annulé",
            "merged": "réuni avec un autre",
            "erased": "effacé",
        },
        "frozen_again": {  # why an evaluation already frozen is frozen once more
            "corrected": "erreur corrigée",
            "completed": "saisie complétée",
            "asked": "demandé par un signataire",
        },
        "agreement_event": {  # what one lives: S1 annexe 2 art. 8, 9; S0 art. 5
            "renewed": "reconduite",
            "terminated": "dénoncée, prend fin ce jour-là",
            "amended": "avenant signé",
            "evaluated": "évaluation faite",
            "communicated": "communiquée à un organisme",
            "formal_notice": "mise en demeure envoyée",
            "dispute": "contestation notifiée, conciliation ouverte",
        },
        "deadline_status": {  # how binding a deadline is
            "obligation": "obligation",
            "limit": "limite",
            "agreement": "convention",
            "recommendation": "recommandation",
            "information": "information",
        },
        "deadline_counting": {  # how its last day is found (rules.md §5)
            "rank": "rang du jour dans l'arrêt, prolongations comprises",
            "calendar": "jours de calendrier",
            "working": "jours ouvrables",
            "months": "de date à date",
            "backwards": "à rebours, jamais reporté",
            "procedural": "délai de procédure (CPC 641 et 642), reporté au jour ouvrable suivant",
            "hours": "heures",
            "period": "fin de période",
        },
        "signer_capacity": {
            "person": "la personne elle-même",
            "guardian": "son tuteur",
            "curator": "son curateur",
            "unable": "la personne, qui ne peut signer",
        },
        "consent_means": {
            "paper": "signé sur papier",
            "screen": "signé à l'écran",
            "oral": "donné de vive voix",
            "partner": "recueilli par le partenaire, sur la fiche reçue",
        },
        "consent_scope": {  # a parameter of the agreement: no source says how far one reaches
            "person": "toutes les fiches de cette convention",
            "case": "une seule situation",
            "sheet": "une seule fiche",
        },
        "notice": {  # what happens to a fiche once sent: S0 art. 3; S1 annexe 2 art. 2
            "ack": "réception accusée",
            "taken_on": "prise en charge par un conseiller nommé",
            "news": "nouvelles de la situation",
            "synthesis": "fiche de synthèse reçue",
            "replied": "réponse",
            "declined": "demande refusée",
            "dropped": "sans suite",
            "reminded": "relance",
            "received": "fichier reçu",
            "stop_letter": "lettre : accord retiré",
            "correction_letter": "lettre : fiche rectifiée",
            "misdirected": "partie au mauvais destinataire",
        },
        "decline_reason": {  # S0 art. 2 and 3; S1 annexe 1 art. 3 and annexe 2 art. 2
            "not_member": "employeur ou travailleur indépendant non adhérent",
            "perimeter": "hors du périmètre d'intervention",
            "territory": "hors du territoire couvert",
            "regime": "hors du régime couvert",
            "known": "déjà connu du service",
            "criteria": "critères de la convention non remplis",
            "incomplete": "fiche incomplète ou illisible",
            "other": "autre motif",
        },
        "fiche_state": {
            "sign": "à signer",
            "refused": "refusée par la personne",
            "withdrawn": "accord retiré",
            "send": "à envoyer",
            "sent": "envoyée",
            "acknowledged": "accusée",
            "taken_on": "prise en charge",
            "answered": "répondue",
            "declined": "refusée par le partenaire",
            "dropped": "sans suite",
            "to_answer": "à répondre",
            "returned": "retournée par nous",
            "cancelled": "annulée",
        },
        "channel": {
            "secure_mail": "messagerie sécurisée",
            "post": "courrier postal",
            "by_hand": "remise en main propre",
            "email": "courriel ordinaire",
            "fax": "télécopie",
        },
        "after": {"visit_reprise": "visite de reprise"},  # DGT-2.2: unfitness after which visit
        "theme": {  # of a collective action: S1 3.3 and 5.2.C
            "pdup": "PDUP (désinsertion et usure professionnelles)",
            "seniors": "public sénior (GPEC)",
            "other": "autre thème",
        },
        "side": {"us": "nous", "partner": "le partenaire"},  # whose count a figure is
        "naf_version": {"rev2": "NAF rév. 2", "2025": "NAF 2025"},
    }
)


@dataclass(frozen=True)
class ActKind:
    """One kind of act: its label, its group, and the details it takes (columns of ``act``)."""

    label: str
    group: str
    details: tuple[str, ...] = ()
    nature: str = ""  # the list of CHOICES its ``nature`` comes from
    required: tuple[str, ...] = ()


_MEASURE = ("requester", "days")

#: The closed catalogue of acts (dossier §5.1, §5.3).
ACT_KINDS: Mapping[str, ActKind] = MappingProxyType(
    {
        "entry": ActKind("entrée en cellule", "life", ("motive", "requester")),
        "referral": ActKind(
            "signalement échangé",
            "exchange",
            ("direction", "agreement", "body"),
            required=("direction", "agreement"),
        ),
        "visit_prereprise": ActKind("visite de pré-reprise", "visit", ("requester",)),
        "visit_reprise": ActKind("visite de reprise", "visit"),
        "visit_midcareer": ActKind("visite de mi-carrière", "visit"),
        "visit_requested": ActKind(
            "visite à la demande", "visit", ("requester",), required=("requester",)
        ),
        "visit_sir": ActKind("visite de suivi individuel renforcé", "visit"),
        "liaison_meeting": ActKind(
            "rendez-vous de liaison", "visit", ("mode", "requester"), required=("mode",)
        ),
        "liaison_request": ActKind(  # L.1226-1-3: asked, or accepted, by the employee
            "demande de rendez-vous de liaison", "visit", ("requester",)
        ),
        "ssam_evaluation": ActKind(  # CSS L.323-3-1, S3: before an essai encadré or a CRPE
            "évaluation par le service social (rendez-vous SSAM)", "visit", ("mode",)
        ),
        "interview": ActKind("entretien", "support", ("mode", "done_by_function")),
        "orientation": ActKind(
            "orientation", "support", ("body",), nature="target", required=("nature",)
        ),
        "examination": ActKind(
            "examen en instance",
            "instance",
            ("agreement", "gathering_id"),
            nature="instance",
            required=("nature",),
        ),
        "instance_request": ActKind(  # S0 and S1 annexe 1, art. 3: via the SSAM
            "saisine de l'instance locale (via le service social)",
            "instance",
            ("agreement", "body"),
            nature="instance_motive",
            required=("nature",),
        ),
        "cpam_agreement": ActKind(  # S3: before any remobilisation during a leave
            "accord de la CPAM", "instance", nature="remobilisation"
        ),
        "case_review": ActKind(  # S1 annexe 2 art. 2: every three months
            "revue de dossier", "exchange", ("mode", "agreement")
        ),
        "risk_index": ActKind("indice de risque (IRI, IRDP)", "detection", ("iri", "irdp")),
        "adjustment": ActKind("recommandation d'aménagement de poste", "medical"),
        "restriction": ActKind("restriction d'aptitude", "medical"),  # S1 §6: recurring ones
        "unfit_exam": ActKind(  # R.4624-42: the second one follows within fifteen days
            "premier examen d'inaptitude", "medical"
        ),
        "unfit": ActKind("déclaration d'inaptitude", "medical", ("after", "dispensation")),
        "essai_encadre": ActKind("essai encadré", "remobilisation", _MEASURE),
        "crpe": ActKind("CRPE", "remobilisation", _MEASURE),
        "pmsmp": ActKind("PMSMP", "remobilisation", _MEASURE),
        "skills_review": ActKind("bilan de compétences", "remobilisation", _MEASURE),
        "training": ActKind("formation", "remobilisation", _MEASURE),
        "psop": ActKind("PSOP", "remobilisation", _MEASURE),
        "inclupro": ActKind("Inclu'Pro (Formation)", "remobilisation", _MEASURE),
        "potentialis": ActKind("Potentialis", "remobilisation", _MEASURE),
        "discovery": ActKind("stage découverte", "remobilisation", _MEASURE),
        "part_time": ActKind("temps partiel thérapeutique", "measure", ("requester",)),
        "workstation": ActKind("aménagement de poste", "measure", ("requester",)),
        "redeployment": ActKind("reclassement", "measure", ("requester",)),
        "fipu": ActKind("mobilisation du FIPU", "measure", ("requester",)),
        "aid": ActKind("aide Agefiph ou FIPHFP", "measure", ("requester",)),
        "disability_agreement": ActKind("accord TH", "measure", ("requester",)),
        "ama": ActKind("AMA", "measure", ("requester",)),
        "ptp": ActKind("PTP", "measure", ("requester",)),
        "cpf": ActKind("CPF", "measure", ("requester",)),
        "cep": ActKind("CEP", "measure", ("requester",)),
        "c2p": ActKind("C2P", "measure", ("requester",)),
        "rqth_request": ActKind("demande de RQTH (MDPH)", "measure", ("requester",)),
        "invalidity_request": ActKind("demande de pension d'invalidité", "measure", ("requester",)),
        "outcome": ActKind("issue", "life", nature="outcome", required=("nature",)),
        "closure": ActKind("clôture", "life", nature="closure_reason", required=("nature",)),
        "reopening": ActKind("réouverture", "life"),
        "follow_up": ActKind("bilan à 6 mois", "life", ("mode",), nature="follow_up"),
    }
)

ACT_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "life": "vie de la situation",
        "exchange": "échanges",
        "visit": "visites et rendez-vous",
        "support": "accompagnement",
        "instance": "instances",
        "detection": "repérage",
        "medical": "avis du médecin du travail",
        "remobilisation": "actions de remobilisation",
        "measure": "autres mesures",
    }
)

ACT_STATES: Mapping[str, str] = MappingProxyType(
    {"planned": "prévu", "done": "fait", "cancelled": "annulé"}
)

CASE_STATES: Mapping[str, str] = MappingProxyType(
    {"open": "ouverte", "closed": "close", "cancelled": "annulée"}
)


@dataclass(frozen=True)
class GatheringKind:
    """One kind of gathering; ``family`` is the command that notes it (meeting or action)."""

    label: str
    family: str


#: The closed catalogue of gatherings (S0 art. 5; dossier §5.3 « Actions collectives »).
GATHERING_KINDS: Mapping[str, GatheringKind] = MappingProxyType(
    {
        "services": GatheringKind("réunion entre les services", "meeting"),
        "instances": GatheringKind("rencontre entre les instances de coordination PDP", "meeting"),
        "cell": GatheringKind("réunion de cellule", "meeting"),
        "collective": GatheringKind("action collective", "action"),
        "awareness": GatheringKind("sensibilisation", "action"),
        "training": GatheringKind("formation", "action"),
        "information": GatheringKind("information collective", "action"),
        "workshop": GatheringKind("atelier", "action"),
        "webinar": GatheringKind("webinaire", "action"),
        "forum": GatheringKind("forum ou événement de santé publique", "action"),
        "cssct": GatheringKind("participation à un CSSCT", "action"),
        "testimony_video": GatheringKind("vidéo témoignage", "action"),
        "institutional_video": GatheringKind("vidéo institutionnelle", "action"),
        "broadcast": GatheringKind("diffusion digitale", "action"),
    }
)

#: What an indicator may break acts down by: column of ``act`` -> list of CHOICES ("" = free).
DIMENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "origin": "origin",
        "regime": "regime",
        "status": "status",
        "contract": "contract",
        "position": "position",
        "on_leave": "tristate",
        "risk": "risk",
        "invalidity": "invalidity",
        "rqth": "tristate",
        "boeth": "tristate",
        "rente_at": "tristate",
        "sex": "sex",
        "household": "household",
        "horizon": "horizon",
        "naf_version": "naf_version",
        "age": "",
        "dept": "",
        "naf": "",
        "size": "",
        "employer_id": "",
        "job": "",
    }
)

#: Every path a form may name, with the field kind or the list of CHOICES its value is of.
#: ``liaison.answers.*`` is free: its type is the field's own.
PATHS: Mapping[str, str] = MappingProxyType(
    {
        "liaison.ref": "text",
        "liaison.signalled_on": "date",
        "liaison.sender": "body",
        "liaison.recipient": "body",
        "liaison.sender_referent.last_name": "name",
        "liaison.sender_referent.first_name": "name",
        "liaison.sender_referent.phone": "phone",
        "liaison.sender_referent.email": "email",
        "case.opened_on": "date",
        "case.origin": "origin",
        "case.origin_body": "body",
        "case.motive": "motive",
        "case.occupational_doctor": "name",
        "case.known_to_ssam": "tristate",
        "case.context": "paragraph",
        "person.last_name": "name",
        "person.first_name": "name",
        "person.birth_name": "name",
        "person.born_on": "date",
        "person.sex": "sex",
        "person.address": "address",
        "person.phone": "phone",
        "person.email": "email",
        "person.household": "household",
        "person.nir": "nir",
        "person.nir_reason": "text",
        "employer.name": "text",
        "employer.siret": "siret",
        "employer.naf": "naf",
        "employer.naf_version": "naf_version",
        "employer.size": "integer",
        "employer.member": "tristate",
        "employer.address": "address",
        "employer.phone": "phone",
        "agency.name": "text",
        "employment.job": "text",
        "employment.contract": "contract",
        "employment.seniority": "text",
        "employment.several": "tristate",  # another employer at the same time
        "employment.concerned": "concerned",  # which of the two is in question
        "second_employer.name": "text",
        "second_employer.siret": "siret",
        "second_employer.naf": "naf",
        "second_employer.naf_version": "naf_version",
        "second_employer.size": "integer",
        "second_employer.member": "tristate",
        "second_employer.address": "address",
        "second_employer.phone": "phone",
        "second_employment.job": "text",
        "second_employment.contract": "contract",
        "second_employment.seniority": "text",
        "leave.on_leave": "tristate",
        "leave.started_on": "date",
        "leave.ended_on": "date",
        "leave.risk": "risk",
        "situation.regime": "regime",
        "situation.status": "status",
        "situation.position": "position",
        "situation.horizon": "horizon",
        "situation.unfit_risk": "tristate",
        "situation.invalidity": "invalidity",
        "situation.rqth": "tristate",
        "situation.boeth_other": "tristate",
        "situation.boeth_title": "text",
        "situation.rente_at": "tristate",
        "situation.mdph": "tristate",
        "situation.mdph_filed_on": "date",
        "situation.part_time": "tristate",
        "situation.adapted_return": "tristate",
        "visit_prereprise.state": "visit_state",
        "visit_prereprise.on_date": "date",
        "consent.signer": "name",
        "consent.place": "text",
        "consent.signed_on": "date",
        "consent.document": "signature",
        "consent.collected": "signature",  # the professional's, where a form asks it (S2)
        "entry.on_date": "date",
        "entry.referent.last_name": "name",
        "entry.referent.phone": "phone",
        "entry.referent.email": "email",
        "entry.text": "paragraph",
    }
)

#: The facts each dimension of people is read from: what an evaluation needs to be asked.
DIMENSION_PATHS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "origin": ("case.origin",),
        "regime": ("situation.regime",),
        "status": ("situation.status",),
        "contract": ("employment.contract",),
        "position": ("situation.position",),
        "on_leave": ("leave.on_leave",),
        "risk": ("leave.risk",),
        "invalidity": ("situation.invalidity",),
        "rqth": ("situation.rqth",),
        "rente_at": ("situation.rente_at",),
        "sex": ("person.sex",),
        "household": ("person.household",),
        "horizon": ("situation.horizon",),
        "age": ("person.born_on",),
        "dept": ("person.address",),
        "naf": ("employer.naf",),
        "size": ("employer.size",),
        "job": ("employment.job",),
        "boeth": ("situation.rqth",),  # one title suffices: the first to ask
        "known_to_ssam": ("case.known_to_ssam",),
    }
)


def label(choice: str, code: str | None) -> str:
    """The French label of ``code`` in the list ``choice``; the code itself when unknown."""
    return CHOICES[choice].get(code or "", code or "")
