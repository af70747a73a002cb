"""Values to text or to JSON values: returned, never printed."""
