"""What happens, told to other programs: signed, tried again, never to the inside of a house."""
