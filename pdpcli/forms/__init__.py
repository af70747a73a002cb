"""A form is declared once; questions, validation, skeleton and PDF derive from it."""
