"""Messages that are written in one place and translated in another."""


def N_(msgid: str) -> str:  # noqa: N802 - the name by which message extraction knows untranslated messages
    """Mark a French message for extraction; who shows it translates it."""
    return msgid
