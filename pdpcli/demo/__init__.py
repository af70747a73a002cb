"""The fictional situations of `pdp demo`: stories as data, a cast, a calendar. Pure."""
