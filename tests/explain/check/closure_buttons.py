class Button:
    def __init__(self, press): self.press = press


def make():
    buttons = []
    # each shall give its own number
    for number in range(3):
        buttons.append(Button(lambda: number * 10))
    return buttons

row = make()
print(row[0].press())
print(row[1].press())
# finds: late-closure@9
