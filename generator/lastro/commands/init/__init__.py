"""`lastro init`: a whole small site in an empty folder."""
