"""Pure checks: what may be written, and what is answered when it may not."""
