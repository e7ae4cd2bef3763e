"""A view in, bytes out: pictures and tables that carry their words and their sources with them."""
