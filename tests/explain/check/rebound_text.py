def shout(text):
    text = text + "!"

word = "hey"
shout(word)
print(word)
# finds: parameter-rebound@2
