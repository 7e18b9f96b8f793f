"""How fast Touchstone is, measured on rows like a centre's: `python3 run.py bench`. Nothing here is asserted."""
