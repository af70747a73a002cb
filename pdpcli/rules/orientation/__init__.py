"""Who is competent and which conditions are met: an explanation, never a decision (dossier §2)."""
