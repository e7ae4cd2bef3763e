from dashboard.screens import changes

changes.draw()
