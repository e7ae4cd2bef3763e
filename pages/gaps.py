from dashboard.screens import gaps

gaps.draw()
