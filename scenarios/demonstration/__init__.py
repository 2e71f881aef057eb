"""A wiki that is alive on its first day: territories, people, pages with histories. All of it is made up."""
