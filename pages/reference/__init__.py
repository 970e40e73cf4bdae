"""The programmers' reference: the API's contract as pages, with an example of each call."""
