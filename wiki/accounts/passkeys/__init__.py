"""Passkeys: signing in with what unlocks the device, without a password."""
