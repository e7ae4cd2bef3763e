from dashboard import indicator_page

indicator_page.draw("unions_formed")
