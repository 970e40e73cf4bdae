-- A page as a browser asks for it.
wrk.headers["X-Forwarded-Proto"] = "https"
wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
wrk.headers["Accept-Language"] = "de-DE,de;q=0.9,en;q=0.8"
