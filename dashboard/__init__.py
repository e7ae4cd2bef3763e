"""What the pages share. Never imports `etl`: the published warehouse is all that the two have in common."""
