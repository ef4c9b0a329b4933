"""Before and after: what git holds, two corpora compared, corrections, changed lines."""
