"""An employer is found by its name: it always has one."""

import pytest

from pdpcli.store.open import Store


@pytest.mark.parametrize("name", ["", " ", "\u00a0"])
def test_an_employer_has_a_name(pdp, store: Store, name: str) -> None:
    ran = pdp("entreprise", "ajouter", name)
    assert (ran.returncode, "Faute" in ran.stderr) == (2, False)
    assert pdp("entreprise", "ajouter", "Fictive").returncode == 0
    assert pdp("entreprise", "corriger", "1", "--nom", " ").returncode == 2


def test_an_employer_is_shown_by_its_number_or_the_beginning_of_its_name(pdp, store: Store) -> None:
    for name in ("Fictive Maçonnerie", "Fictive Toiture"):
        assert pdp("entreprise", "ajouter", name).returncode == 0
    assert "Fictive Toiture" in pdp("entreprise", "voir", "2").stdout
    assert "Fictive Maçonnerie" in pdp("entreprise", "voir", "macon").stdout
    several = pdp("entreprise", "voir", "fictive")
    assert (several.returncode, "Fictive Toiture" in several.stderr) == (2, True)
    assert pdp("entreprise", "voir", "zzz").returncode == 2
