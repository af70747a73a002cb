"""What the columns of a list of adhérents may say, and the headings they usually have."""

from collections.abc import Mapping
from types import MappingProxyType

from pdpcli.workflows.columns import Targets

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "name": "raison sociale",
        "siret": "SIRET",
        "naf": "NAF",
        "size": "effectif",
        "member": "adhérente (oui ou non)",
        "street": "adresse",
        "street2": "complément d'adresse",
        "postcode": "code postal",
        "town": "ville",
        "phone": "téléphone",
        "doctor": "médecin du travail",
        "": "rien",
    }
)
_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "name": "raison sociale|denomination|denomination sociale|nom de l entreprise|entreprise"
        "|societe|nom adherent|nom|nom entreprise|libelle|adherent",
        "siret": "siret|n siret|no siret|numero siret|num siret|siret etablissement",
        "naf": "naf|code naf|ape|code ape|naf ape|code naf ape|ape naf",
        "size": "effectif|effectifs|effectif total|effectif declare|nombre de salaries|nb salaries"
        "|nb de salaries|nombre salaries|salaries",
        "member": "adherente|adhesion|statut adhesion|etat adhesion|actif|adherent|statut|etat",
        "street": "adresse|adresse 1|adresse1|rue|voie|numero et voie|adresse ligne 1",
        "street2": "complement|complement d adresse|complement adresse|adresse 2|adresse2"
        "|adresse ligne 2",
        "postcode": "code postal|cp|codepostal|c postal",
        "town": "ville|commune|localite",
        "phone": "telephone|tel|tel fixe|telephone 1|numero de telephone|tel 1|n telephone",
        "doctor": "medecin du travail|medecin|nom du medecin|medecin referent|nom medecin",
    }
)
EMPLOYERS = Targets(
    "employer.import",
    _LABELS,
    MappingProxyType({target: tuple(names.split("|")) for target, names in _HEADINGS.items()}),
    ("name",),
)
