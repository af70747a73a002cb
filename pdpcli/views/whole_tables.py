"""What each table of an export holds, in French: the same words for the archive and the page."""

from collections.abc import Mapping
from types import MappingProxyType

from pdpcli.views.wrap import wrapped

#: Table -> what it holds. Every table of the schema is here (tested).
TABLES: Mapping[str, str] = MappingProxyType(
    {
        "setting": "Réglages ; jamais la clé des empreintes du journal ni le poste qui écrit.",
        "body": "Organismes et services ; `is_us` : le nôtre.",
        "member": "Membres de la cellule.",
        "agreement": "Nos conventions ; `parameters` : ce qui a été choisi, en JSON.",
        "declaration": "Le texte des fiches et des évaluations, gardé à leur premier emploi.",
        "person": "Personnes ; `key` : la clé opaque qui reste seule après un effacement.",
        "person_word": "Dérivée : par quoi une recherche peut commencer.",
        "employer": "Entreprises.",
        "case_file": "Situations ; `ref` n'est jamais réemployée.",
        "situation": "Ce qui a été dit d'une situation, daté : une ligne dit ce qui change.",
        "employment": "Emplois, datés ; `role` agency : l'agence d'intérim ; `slot` 2 : un autre"
        " en même temps.",
        "leave": "Périodes d'arrêt ; `ended_on` compris, vide quand il n'est pas connu.",
        "liaison": "Fiches ; `answers` : les réponses sans place ailleurs, en JSON.",
        "erasure": "Effacements faits.",
        "consent": "Accords, refus, retraits, dans l'ordre où ils ont été notés.",
        "consent_detail": "Le contenu de chaque accord, et le sel de son empreinte.",
        "release": "Productions : ce qui a pu partir, et sous quel accord.",
        "release_detail": "Les valeurs de chaque production, et le sel de leur empreinte.",
        "dispatch": "Envois ; `breach` 1 : parti sans accord valable.",
        "dispatch_detail": "L'adresse et la note de chaque envoi, et le sel de leur empreinte.",
        "document": "Pièces : leur empreinte SHA-256 et, avec les pièces, leurs octets en base64.",
        "gathering": "Réunions et actions collectives.",
        "gathering_partner": "Avec qui elles ont été tenues.",
        "act": "Actes : tout ce qui se compte, avec le profil de la personne ce jour-là.",
        "draft": "Saisies suspendues.",
        "journal": "Qui a fait quoi et quand : une chaîne ; aucune donnée de personne.",
        "entry": "Ce que chaque côté a écrit sur une fiche.",
        "notice": "Faits datés de l'échange : accusé, nouvelles, réponse, relance…",
        "notice_detail": "Le contenu de chacun, et le sel de son empreinte.",
        "clear_copy": "Où des PDF ont été écrits en clair.",
        "watched_word": "Mots à relire avant qu'une fiche parte.",
        "seal": "Cachets : certificats. La clé privée n'est jamais exportée.",
        "sealing": "Chaque cachet posé.",
        "deadline": "Dérivée : les échéances, leur règle, leur état.",
        "deadline_change": "Ce qui a été dit d'une échéance : faite, suspendue.",
        "reminder_note": "Notes à soi, pour un jour.",
        "case_tally": "Dérivée : combien de situations par mois et par état.",
        "member_absence": "Absences des membres, et qui les remplace.",
        "contact": "Interlocuteurs et boîtes des organismes.",
        "case_alias": "Références fondues dans une autre situation.",
        "plan": "Plans de retour à l'emploi et préconisations.",
        "agenda_item": "Ordre du jour des réunions.",
        "attendance": "Invités et présents des réunions.",
        "audience": "Participants d'une action, par NAF et par effectif, sans nom.",
        "agreement_event": "Ce qu'une convention a vécu : reconduction, avenant, dénonciation.",
        "printed_sheet": "Ce que disait une feuille donnée à signer.",
        "figure": "Chiffres saisis une fois l'an.",
        "rights_request": "Demandes des personnes sur leurs données, et ce qu'il en a été.",
        "hold": "Qui ne doit pas être effacé pour le moment, et pourquoi.",
        "backup": "Sauvegardes faites : où, leur empreinte, leur dernière lecture.",
        "report_text": "Ce qui a été écrit d'une année dans un bilan.",
        "frozen_evaluation": "Bilans remis, figés, avec leur définition et leur empreinte.",
        "frozen_count": "Ce que chaque bilan figé a compté, et les lignes derrière.",
    }
)

_HEAD = """Tout ce que contenait le cahier, une table par fichier CSV (UTF-8, séparateur « ; »).
Une apostrophe précède ce qu'un tableur exécuterait. Les pièces sont dans « pieces », par numéro.
Ces fichiers sont en clair : ce sont des données de santé. Pour les reprendre dans un cahier neuf,
il faut l'export en lignes JSON, pas celui-ci.
"""
README = "\n".join(
    [_HEAD, *(line for table, said in TABLES.items() for line in wrapped(f"{table} : {said}"))]
)
