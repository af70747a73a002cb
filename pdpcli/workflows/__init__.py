"""Use cases that write: parse, rules, store, one transaction each."""
