"""Where the bytes of files lie: a library that knows neither the web nor the database."""
