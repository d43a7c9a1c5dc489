"""A finished file against GB/T 9704-2012, ours or not: Word or PDF -> one model of what was read -> checks -> faults.

Nothing here needs a workspace: the file is all there is to go by. What a file can't tell is said as not checked, with the reason.
"""
