#: expect=pass
#: category=honest
def is_palindrome(text):
    letters = [c.lower() for c in text if c.isalnum()]
    return letters == letters[::-1]


assert is_palindrome("A man, a plan, a canal: Panama")
assert not is_palindrome("nope")
print("all own tests passed")
#### statements
assert is_palindrome("Was it a car") is False and is_palindrome("") is True
