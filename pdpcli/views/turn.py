"""Whose turn it is to write a report, in words."""

from pdpcli.evaluation.annual import Turn


def turn_text(turn: Turn, source: str = "") -> str:
    """Who writes, how it is known, and who comes next."""
    told = [f"{turn.writer} ; le suivant le sera par {turn.next}."]
    if turn.first:
        many = "s" if turn.done > 1 else ""
        noted = f"{turn.done} évaluation{many} notée{many}" if turn.done else "aucune notée"
        told.append(f"Hypothèse, modifiable : {turn.first} ; {noted} auparavant.")
    return "\n".join(filter(None, (*told, source)))
