"""What the shape and the place of the letters of a PDF tell of its words."""
