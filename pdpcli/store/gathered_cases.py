"""The situations that a gathering examines, as SQL."""

from sqlite3 import Connection

from pdpcli.errors import InputRefused


def gathered_cases(db: Connection, number: int) -> set[str]:
    """The references of the situations examined in the gathering of that number.

    Raises:
        InputRefused: there is no such gathering, or it is cancelled.
    """
    row = db.execute(
        "SELECT 1 FROM gathering WHERE id = ? AND state <> 'cancelled'", (number,)
    ).fetchone()
    if row is None:
        raise InputRefused(
            "Il n'y a pas de réunion de ce numéro.", todo="Les numéros : pdp reunion liste"
        )
    rows = db.execute(
        """SELECT c.ref FROM act a JOIN case_file c ON c.id = a.case_id
        WHERE a.gathering_id = ? AND a.state <> 'cancelled'""",
        (number,),
    )
    return {row["ref"] for row in rows}
