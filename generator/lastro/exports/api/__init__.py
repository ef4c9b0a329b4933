"""The documents of api/v1: what the records say and what Lastro computed, for programs to rely on."""
