"""What is inside a file: deciding its kind, reading its words, showing it in a page. No rows, no permissions."""
