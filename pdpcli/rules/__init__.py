"""Pure rules: no clock, no input or output; each with its source."""
