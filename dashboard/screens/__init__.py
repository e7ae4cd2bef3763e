"""What stands on each page, one module a page."""
