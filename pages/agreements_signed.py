from dashboard.screens import indicator

indicator.draw("agreements_signed")
