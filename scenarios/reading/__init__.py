"""Reading a scenario: its timeline, run sheet, material list, sign-off sheet, and the mode to lead it with."""
