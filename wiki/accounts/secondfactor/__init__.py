"""The second step at sign-in: codes of an application on the telephone, and codes for the day it is lost."""
