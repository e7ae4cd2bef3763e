from dashboard.screens import sources

sources.draw()
