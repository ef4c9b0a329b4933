"""What verbs have in common, and the only thing that they have in common."""
