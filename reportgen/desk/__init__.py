"""The desk (报送台): a filing office in the browser. It calls the functions that commands call; the files of the workspace stay the truth.

Its database holds people, uploads' receipts, the state of what is submitted, and the record of who did what. See docs/desk.md.
"""
