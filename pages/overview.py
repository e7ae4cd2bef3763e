from dashboard.screens import overview

overview.draw()
