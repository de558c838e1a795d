class Page:
    links = set()
    def __init__(self, title): self.title = title
    def add(self, *links):
        for link in links:
            if link != self.title:
                self.links.add(link)
    def show(self): return sorted(self.links)

pages = [Page("a"), Page("b")]
pages[0].add("b", "c")
print([page.show() for page in pages])
# finds: class-attribute@7
