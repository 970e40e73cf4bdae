"""The organisers' side of petitions: from the first line to the answer."""
