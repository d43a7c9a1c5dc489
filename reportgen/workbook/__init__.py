"""Workbooks (.xlsx) that officers fill in: blank ones made from the schema, upgraded ones, and marked copies.

A file is made or changed as the package of XML that it is: what isn't touched stays byte for byte, also what no library of
workbooks keeps (values of formulas, drawings, fonts within a cell).
"""
