"""Words that search takes for one another: chosen by the national team, in numbered versions."""
