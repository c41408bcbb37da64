"""Disposable worker process that reads a file, and the protocol to communicate with it."""
