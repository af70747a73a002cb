"""Indicators are declared; counts, explanations and reports derive from them."""
