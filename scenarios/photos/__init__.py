"""Photos of a retour d'expérience, shown once somebody says that the people on them agree."""
