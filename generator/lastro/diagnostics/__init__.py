"""What a rule yields, what a report holds, how a fix is told, what a rule is."""
