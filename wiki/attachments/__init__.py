"""Files of pages: received, checked, kept once each by their content, served by the rights of their page."""
