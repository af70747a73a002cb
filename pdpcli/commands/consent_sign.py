"""`pdp consent sign` : une signature à l'écran, placée une fois, et le cachet."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.consent_record import name, short
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import note
from pdpcli.commands.pdf import Force, Open, Output, pdf_place, put_pdf

if TYPE_CHECKING:
    from pdpcli.forms.sheet import SignaturePictures

_SAVED = "L'accord est enregistré et la fiche produite"
_HONEST = (
    "C'est une signature électronique simple : une image, dans un document cacheté. La feuille "
    "signée sur papier et sa copie restent la voie habituelle. L'image n'est gardée nulle part "
    "ailleurs et ne resservira pas : supprimez aussi votre fichier."
)


def sign(  # noqa: PLR0913 - one option a fact of the signature
    ref: Annotated[str, argument("RÉF", "La situation ou sa fiche : 42, 2026-0042 ou 42/1")],
    *,
    picture: Annotated[Path, option("picture", "L'image de la signature : PNG ou JPEG")],
    professional: Annotated[
        Path | None,
        option("professional-picture", "Celle du professionnel, si la fiche la demande"),
    ] = None,
    signed_on: Annotated[
        date | None, option("signed-on", "Le jour de la signature", metavar="DATE", parser=day)
    ] = None,
    place: Annotated[str, option("place", "Fait à : la commune", parser=short)] = "",
    capacity: Annotated[
        str,
        option(
            "capacity",
            "Qui a signé : personne, tuteur ou curateur [personne]",
            parser=one_of("signer_capacity"),
        ),
    ] = "person",
    signer: Annotated[str, option("signer", "Le nom du tuteur, du curateur", parser=name)] = "",
    document_seen: Annotated[
        str, option("document-seen", "Ce qu'il a montré : jugement du 12/03/2024", parser=short)
    ] = "",
    language: Annotated[
        str, option("language", "La langue où la fiche lui a été lue", parser=short)
    ] = "",
    translated_by: Annotated[
        str, option("translated-by", "Lu et traduit par", parser=short)
    ] = "",
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
    yes: Annotated[bool, option("yes", "J'ai relu ce qui est signalé avant l'envoi")] = False,
) -> None:  # fmt: skip
    """Placer l'image d'une signature dans la fiche, une fois, et y poser le cachet"""
    from pdpcli.commands.liaison_export import looked_at
    from pdpcli.commands.signature import Said, signature_said
    from pdpcli.commands.subject import fiche_of
    from pdpcli.store.clear_copies import remember_clear
    from pdpcli.views.wrap import wrapped
    from pdpcli.workflows.preview import to_look_at
    from pdpcli.workflows.sign import sign as sign_on_screen

    pictures, store = _pictures(picture, professional), open_store()
    said = Said(
        signed_on, place, signer, capacity, document_seen=document_seen, language=language,
        translated_by=translated_by, means="screen",
    )  # fmt: skip
    signed, on = signature_said(store, ref, said)
    with store.write("consent sign") as write:
        fiche = fiche_of(write, ref, agreement)
        released = sign_on_screen(
            write, fiche, signed, pictures, (on, today()),
            look=lambda: looked_at(to_look_at(write, fiche, today()), fiche.ref, yes=yes),
        )  # fmt: skip
        path = pdf_place(released.name, output, force=force)
        remember_clear(write, fiche, path, released.pdf)
    put_pdf(
        path, released.pdf, force=force, open_it=open_it, saved=_SAVED,
        again=f"Le fichier scellé, tel quel : pdp fiche produire {fiche.ref}",
    )  # fmt: skip
    note("\n".join(wrapped(_HONEST)))
    note(f"Une fois la fiche partie : pdp fiche envoyer {fiche.ref}")


def _pictures(person: Path, professional: Path | None) -> "SignaturePictures":
    from pdpcli.forms.sheet import SignaturePictures

    return SignaturePictures(_picture(person), _picture(professional) if professional else b"")


def _picture(path: Path) -> bytes:
    """The picture at ``path``, opened whole in the child process; DocumentRefused for a PDF."""
    from pdpcli.commands.received_file import received_file
    from pdpcli.errors import DocumentRefused

    file = received_file(path)
    if file.media == "pdf":
        raise DocumentRefused(
            "L'image d'une signature est en PNG ou en JPEG.",
            todo="Une feuille signée, numérisée : pdp accord enregistrer RÉF --scan FICHIER",
        )
    return file.bytes
