from lastro.rules.fields.value_unknown import fix

__all__ = ("FIX", "fix")
FIX = "safe"
