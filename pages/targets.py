from dashboard.screens import targets

targets.draw()
