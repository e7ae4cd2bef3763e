"""What leaves the screen: views, handouts and profiles in, bytes out, with their words and sources in them."""
