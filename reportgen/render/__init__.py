"""Canonical HTML -> DOCX, PDF, HTML preview, by the layout of GB/T 9704-2012 (党政机关公文格式)."""
