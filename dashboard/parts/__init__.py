"""What pages are put together from: each part draws itself, and knows how it is asked for."""
