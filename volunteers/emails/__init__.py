"""The mails, one function each; called by jobs only."""
