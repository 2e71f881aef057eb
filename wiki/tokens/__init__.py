"""Personal access tokens, which open the API to programs of a person."""
