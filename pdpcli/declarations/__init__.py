"""Reading a TOML declaration: one table at a time, everything that is wrong at once."""
