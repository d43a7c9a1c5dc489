"""The record of the versions of documents, and of their filings."""
