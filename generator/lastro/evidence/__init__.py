"""What the evidence carries: origins, windows of time, verification status, permitted ratings.

Pure and total: the same records give the same answer, for any records that could be read.
"""
