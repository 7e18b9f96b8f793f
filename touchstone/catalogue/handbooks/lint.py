"""Contradictions inside a document, each found by one small rule and none of them mended."""
RULES = ()
