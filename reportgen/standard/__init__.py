"""GB/T 9704-2012 (党政机关公文格式) and the standards that its clause 9 calls for, as records by clause: what lint judges by."""
