"""Plans, préconisations and contacts of a situation, as lines of its card."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.views.wrap import wrapped

_CONTACTS = {
    "employee_contact": "Interlocuteur du salarié",
    "employer_contact": "Interlocuteur employeur",
}


def plan_lines(plans: Sequence[Mapping[str, Any]], contacts: Mapping[str, str]) -> list[str]:
    """Who is to be spoken to, then each dated text under its heading, with its number."""
    lines = [
        line for column, name in contacts.items()
        for line in wrapped(name, f"  {_CONTACTS[column]:<30}")
    ]  # fmt: skip
    for row in plans:
        on = french(date.fromisoformat(row["on_date"]))
        head = f"{label('plan', row['kind'])} du {on} (n° {row['number']})"
        lines += [f"  {head}", *wrapped(row["text"], "    ")]
    return lines
