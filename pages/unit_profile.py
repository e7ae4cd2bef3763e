from dashboard.screens import unit_profile

unit_profile.draw()
