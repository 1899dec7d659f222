"""What a package is filled with: rows under a recipient's own keys, differences, statements."""
