#: expect=pass
#: category=honest
class Game:
    def play(self, turns):
        self.log = []
        for turn in range(turns):
            if self.over():
                break
            self.log.append(self.move(turn))
        return self.result()

    def over(self):
        return False

    def result(self):
        return len(self.log)
#### statements
class Doubling(Game):
    value = 1

    def move(self, turn):
        self.value *= 2
        return (turn, self.value)

    def over(self):
        return self.value > 10


g = Doubling()
assert g.play(100) == 4 and g.log[-1] == (3, 16) and g.value == 16
