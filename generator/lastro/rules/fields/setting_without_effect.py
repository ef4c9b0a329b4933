from lastro.rules import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
