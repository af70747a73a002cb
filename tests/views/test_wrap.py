"""No line is broken inside a word; what is copied from the screen stays whole."""

import pytest

from pdpcli.views.wrap import folded, labelled

LONG = "La fiche ne peut pas partir, la personne ayant dit non au mois de juin : rien n'est sorti."


def test_a_long_line_is_folded_between_words_under_its_mark():
    for mark, under in (("", ""), ("  - ", "    "), ("  → ", "    "), ("   ", "   ")):
        lines = folded(mark + LONG, 40).split("\n")
        assert all(len(line) <= 40 for line in lines)
        assert all(line.startswith(under) for line in lines[1:])
        assert (
            " ".join(line.strip() for line in lines).replace("\xa0", " ") == (mark + LONG).strip()
        )


def test_punctuation_is_never_sent_alone_to_the_next_line():
    for columns in range(30, 80):
        lines = folded(f"« {LONG} Voulez-vous continuer ? »", columns).split("\n")
        assert not [line for line in lines if line[:1] in ":;?!»" or line.endswith("«")]


def test_what_fits_is_left_as_it_is_laid_out():
    laid = "Fiche    Personne      État\n1/1      FICTIF Luc    à signer"
    assert folded(laid, 31) == laid


@pytest.mark.parametrize("copied", [
    'pdp fiche relancer --partenaire "SSAM Carsat LR" --toutes',
    "/home/exemple/Mes documents fictifs/fiche 2026-0042.pdf",
])  # fmt: skip
def test_a_command_or_a_path_is_never_cut(copied):
    assert copied in folded(f"C'est écrit, et vous pouvez continuer ainsi : {copied}", 40)


def test_a_label_is_never_cut_its_text_goes_under_it():
    long = "Téléphone de la référente ou du référent du service"
    assert labelled(long, "04 67 00 00 00", "  ", 20) == [f"  {long}", " " * 22 + "04 67 00 00 00"]
    assert labelled("Nom", "Fictif", "  ", 20) == [f"  {'Nom':<20}Fictif"]
