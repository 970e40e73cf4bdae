"""The demo instance: content files, and the steps that put them into an empty database."""
