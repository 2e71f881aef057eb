"""Cells of tables that people open in a spreadsheet."""

_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def plain_cell(text: str) -> str:
    """The text of a cell; an apostrophe before what a spreadsheet would take for a formula.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
