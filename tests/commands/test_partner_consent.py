"""The accord that a partner's own data say is confirmed or denied, never skipped. Fictional."""

from pdpcli.commands.partner_consent import _signed


class Scripted:
    """Types what it is given."""

    def __init__(self, *typed):
        self.typed, self.proposed = list(typed), []

    def ask(self, question):
        self.proposed.append(question.proposed)
        return self.typed.pop(0)

    def confirm(self, _text, *, proposed=True):
        self.proposed.append(proposed)
        return proposed


def test_enter_alone_is_asked_again_when_their_data_carry_an_accord():
    asker = Scripted("", "peut-être", "Oui")
    assert _signed(asker, {"signed_on": "2026-06-12"})
    assert not any(asker.proposed)
    assert not _signed(Scripted("", "n"), {"signed_on": "2026-06-12"})


def test_on_a_sheet_that_says_nothing_no_is_proposed():
    asker = Scripted()
    assert not _signed(asker, {})
    assert asker.proposed == [False]
