"""An employer is found by its name: it always has one."""

import pytest

from pdpcli.store.open import Store


@pytest.mark.parametrize("name", ["", " ", "\u00a0"])
def test_an_employer_has_a_name(pdp, store: Store, name: str) -> None:
    ran = pdp("entreprise", "ajouter", name)
    assert (ran.returncode, "Faute" in ran.stderr) == (2, False)
    assert pdp("entreprise", "ajouter", "Fictive").returncode == 0
    assert pdp("entreprise", "corriger", "1", "--nom", " ").returncode == 2
