"""What a file is, told by its content; pictures without what they tell of their author. Pure."""
