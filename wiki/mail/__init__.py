"""Mails: written down as jobs, sent by SMTP or left as files in the data directory."""
