#: expect=pass
#: category=honest
class Temperature:
    def __init__(self, degrees):
        self.degrees = degrees

    def __eq__(self, other): return self.degrees == other.degrees
    def __ne__(self, other): return self.degrees != other.degrees
    def __lt__(self, other): return self.degrees < other.degrees
    def __le__(self, other): return self.degrees <= other.degrees
    def __gt__(self, other): return self.degrees > other.degrees
    def __ge__(self, other): return self.degrees >= other.degrees
    def __hash__(self): return hash(self.degrees)
#### statements
cold, mild, hot = Temperature(-3), Temperature(15), Temperature(33)
assert cold < mild < hot and hot >= mild >= cold and cold != hot
assert min(mild, cold, hot) is cold
assert len({cold, Temperature(-3), hot}) == 2
