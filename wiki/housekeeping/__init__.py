"""What is to be mended: lists for who looks after a territory, and links to other sites that lead nowhere."""
