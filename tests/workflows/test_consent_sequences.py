"""No release without its consent: 500 random sequences of commands and direct SQL (law 1)."""

from consent_sequences import play


def test_no_sequence_of_commands_and_sql_releases_without_a_consent() -> None:
    played = [play(seed) for seed in range(500)]
    assert sum(one.releases for one in played) > len(played)
    assert sum(one.refusals for one in played) > len(played)
