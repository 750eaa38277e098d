"""Starting processes, keeping them alive, and leaving none behind."""
