"""What is wrong in a scenario, said to the person who writes it: each rule of the text, and how to mend it."""
