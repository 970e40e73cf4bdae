"""Pages about programs that act for people, and what OAuth 2 asks of a provider."""
