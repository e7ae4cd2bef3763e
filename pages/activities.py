from dashboard.screens import activities

activities.draw()
