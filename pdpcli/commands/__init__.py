"""One module per noun: open, one read or workflow, render."""
