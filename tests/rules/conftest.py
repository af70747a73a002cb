"""Hypothesis for the rules: no time limit, and the same examples at each run of the CI."""

import os

from hypothesis import settings

settings.register_profile("pdp-rules", deadline=None, derandomize=bool(os.environ.get("CI")))
if settings.get_current_profile_name() in {"default", "ci"}:
    settings.load_profile("pdp-rules")
