"""The pages: each reads what is asked, calls one function, and shows what it gives."""
