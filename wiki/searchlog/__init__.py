"""What people search, counted by day and by words: no account, no address, nothing that tells who asked."""
