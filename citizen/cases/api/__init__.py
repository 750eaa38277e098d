"""Services and the desk over HTTP."""
