"""What others show of a claim in their own pages: a page to embed, a badge, and the card of a link."""
