"""Keep, undo, save and erase work."""
