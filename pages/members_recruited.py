from dashboard.screens import indicator

indicator.draw("members_recruited")
