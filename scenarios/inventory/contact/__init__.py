"""« Mise en relation »: writing through the site to those who keep something, addresses never shown."""
