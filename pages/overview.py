from dashboard import overview

overview.draw()
