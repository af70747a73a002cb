"""The ORM works inside the write: it never ends the transaction by itself."""

from contextlib import closing

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from pdpcli.store.open import Store
from pdpcli.store.tables import Employer, Person


def _employers(store: Store) -> list[str]:
    with closing(store.read()) as db:
        return [row[0] for row in db.execute("SELECT name FROM employer ORDER BY id")]


def _employer(name: str) -> Employer:
    return Employer(name=name, folded=name)


def _person(key: str, name: str = "Fictive") -> Person:
    return Person(key=key, last_name=name, first_name="Ève", folded="fictive eve")


def test_what_the_session_adds_is_committed_and_journaled_with_the_rest(store: Store) -> None:
    with store.write("essai") as write:
        write.session().add(_employer("Fictive"))
        write.db.execute("INSERT INTO employer (name, folded) VALUES ('En SQL', 'en sql')")
    assert sorted(_employers(store)) == ["En SQL", "Fictive"]
    with closing(store.read()) as db:
        count = db.execute("SELECT count(*) FROM journal WHERE \"table\" = 'employer'")
        assert count.fetchone()[0] == 2


def test_closing_or_committing_the_session_drops_nothing_and_ends_nothing(store: Store) -> None:
    with store.write("essai") as write:
        with write.session() as session:
            session.add(_employer("Fictive"))
        session.commit()
        assert write.db.in_transaction
        assert write.session() is session
        session.add(_employer("Une autre"))
    assert _employers(store) == ["Fictive", "Une autre"]


def test_a_failure_after_a_flush_or_a_commit_of_the_session_leaves_nothing(store: Store) -> None:
    def fail_late() -> None:
        with store.write("essai") as write:
            session = write.session()
            session.add(_employer("Fictive"))
            session.flush()
            session.commit()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()
    assert _employers(store) == []


def test_a_flush_that_failed_condemns_the_write_even_if_it_is_caught(store: Store) -> None:
    def go_on_regardless() -> None:
        with store.write("essai") as write:
            session = write.session()
            session.add(_employer("Fictive"))
            session.flush()
            session.add(_person("la-même"))
            session.add(_person("la-même"))
            with pytest.raises(IntegrityError):
                session.flush()
            session.rollback()

    with pytest.raises(RuntimeError, match="abandoned"):
        go_on_regardless()
    assert _employers(store) == []


def test_an_edit_through_the_session_is_kept(store: Store) -> None:
    with store.write("essai") as write:
        write.session().add(_employer("Fictive"))
    with store.write("essai") as write:
        session = write.session()
        employer = session.exec(select(Employer)).one()
        employer.phone = "06 00 00 00 00"
        session.add(employer)
    assert employer.phone == "06 00 00 00 00"
    with closing(store.read()) as db:
        assert db.execute("SELECT phone FROM employer").fetchone()[0] == "06 00 00 00 00"


def test_an_error_of_the_session_shows_no_value(store: Store) -> None:
    def add_twice() -> None:
        with store.write("essai") as write:
            write.session().add(_person("la-même", "Nom à taire"))
            write.session().add(_person("la-même", "Nom à taire"))

    with pytest.raises(IntegrityError) as raised:
        add_twice()
    assert "Nom à taire" not in str(raised.value)
