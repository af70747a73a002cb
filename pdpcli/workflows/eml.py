"""An ``.eml`` draft: a file that her mail program opens as a message to be sent."""

from contextlib import suppress
from datetime import date
from sqlite3 import Connection

from pdpcli.errors import Refusal
from pdpcli.rules.identifiers import parse_email
from pdpcli.store.recipients import recipient_of


def partner_address(db: Connection, partner: str, on: date) -> str:
    """The address of a partner on that day; "" when none is known, or what is written is none."""
    with suppress(Refusal):  # a convention's folder may say anything
        return parse_email(recipient_of(db, partner, on).email)
    return ""


def draft(to: str, subject: str, text: str, pdf: tuple[str, bytes] | None = None) -> bytes:
    """The message, with a ``pdf`` (name and bytes) attached when there is one.

    Its values are encoded by the standard library: none can add a header.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    if to:
        message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    if pdf:
        name, content = pdf
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
