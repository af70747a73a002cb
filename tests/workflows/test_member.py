"""Whoever writes can put right what partners read of her on the fiches."""

from contextlib import closing

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.members import members
from pdpcli.workflows import member


def test_my_contact_is_put_right(store):
    with store.write("referent edit") as write:
        member.edit(write, {"phone": "04 99 00 00 00", "email": "c.exemple@exemple.fr"})
    with closing(store.read()) as db:
        (found,) = members(db)
    assert (found["phone"], found["email"]) == ("04 99 00 00 00", "c.exemple@exemple.fr")


def test_nothing_said_changes_nothing(store):
    with pytest.raises(InputRefused, match="Rien"), store.write("referent edit") as write:
        member.edit(write, {})
