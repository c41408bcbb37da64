"""Storage, undo, backup and erasure of the visitor's work."""
