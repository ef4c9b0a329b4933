"""`lastro locale`: the words of pages in another language."""
