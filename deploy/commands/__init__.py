"""The commands behind the targets of the Makefile."""
