"""YAML as located text: tree, plain values, what a parser complains of, hidden characters, how we write."""
