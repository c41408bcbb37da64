"""The disposable process that reads a file, and how it is spoken to."""
