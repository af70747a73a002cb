"""The shipped conventions under which a fiche is exchanged: the others only ask for figures."""

from pdpcli.agreements.loader import find, shipped


def with_fiche() -> list[str]:
    """Their ids."""
    return [one for one in shipped() if find(one).fiche]
