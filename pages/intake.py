from dashboard.screens import intake

intake.draw()
