"""The platform: accounts, territories, themes, pages and the machinery they stand on."""
