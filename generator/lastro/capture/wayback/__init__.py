"""The Wayback Machine, or a service that answers like it: find a copy, ask for one, read the answer."""
