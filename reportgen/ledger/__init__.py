"""Tables of many rows (大表): kept by columns as Parquet, by the digest of the file that they were read from, and queried by DuckDB.

What a column means is nothing to this room: it keeps texts, numbers, days and yes or no under the keys that it is given, with the number of
each row in its file. Nothing that is personal comes here unmasked: `inputs` hands over masked texts, and digests of identity numbers.
"""
