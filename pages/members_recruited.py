from dashboard import indicator_page

indicator_page.draw("members_recruited")
