"""The other way: a territory offers its changes to the page that it adapted."""
