"""What the pages share. Of `etl` it knows published builds alone: the warehouse, and the kept ones."""
