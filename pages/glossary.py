from dashboard.screens import glossary

glossary.draw()
