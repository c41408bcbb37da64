"""Scripts for maintainers, most of them run by make."""
