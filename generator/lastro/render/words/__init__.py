"""What pages say, in the language of the reader: `locales/` holds the sentences, this chooses among them."""
