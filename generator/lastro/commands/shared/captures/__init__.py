"""What the verbs share that fetch, keep and compare captures."""
