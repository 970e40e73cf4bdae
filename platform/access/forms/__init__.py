"""Forms: what a token, an application and a consent are asked for."""
