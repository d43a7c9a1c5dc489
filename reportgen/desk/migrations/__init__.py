"""The tables, step by step. Written by Django (`makemigrations`), but for what it has no words for."""
