"""Values remembered with the trace of what made them, and where they lie."""
