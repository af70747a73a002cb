"""One folder per convention: agreement.toml, form.toml, evaluation.toml."""
