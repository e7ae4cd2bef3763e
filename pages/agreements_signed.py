from dashboard import indicator_page

indicator_page.draw("agreements_signed")
