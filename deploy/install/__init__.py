"""Installing what is missing, nothing else: Debian packages, Python packages, the client, texts."""
