"""Handbooks (一户一档): of each household of a ledger its forms and papers, bound into a volume for each village; what is lacking, by village and town.

What the forms are and which columns they show is the programme's declaration (handbook.yaml), their wording a template; neither is known here.
"""
