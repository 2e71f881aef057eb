"""From what happens to what people are told: in the site, by mail, in a feed of one's own."""
