from dashboard.screens import explore

explore.draw()
