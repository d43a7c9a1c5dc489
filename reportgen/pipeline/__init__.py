"""A season opened: read, figured, evaluated, composed; and the questions asked of it: check, trace, the compliance report."""
