"""Takes articles in: text out of files, the shelf that keeps both, what is the same, what is proposed about it."""
