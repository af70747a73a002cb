"""Values to rich renderables or JSON: returned, never printed."""
