from dashboard.screens import indicator

indicator.draw("unions_formed")
