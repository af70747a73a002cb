"""The encrypted store: envelope, migrations, reads, journal."""
