import gc
class Button:
    def __init__(self):
        self.pressed = lambda: self
    def __del__(self):
        print("button gone")
gc.disable()
button = Button()
print(button.pressed() is button)
del button
gc.collect()
# finds: cycle-with-finaliser@10
