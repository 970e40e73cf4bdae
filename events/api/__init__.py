"""Events by program: reading, registering, and the organisers' side."""
