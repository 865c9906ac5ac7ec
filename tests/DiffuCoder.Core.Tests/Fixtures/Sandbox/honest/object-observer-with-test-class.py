#: expect=pass
#: category=honest
class Subject:
    def __init__(self):
        self._observers = []
        self._state = None

    def attach(self, observer):
        if observer not in self._observers:
            self._observers.append(observer)

    def detach(self, observer):
        self._observers.remove(observer)

    @property
    def state(self):
        return self._state

    @state.setter
    def state(self, value):
        old, self._state = self._state, value
        for observer in self._observers:
            observer.update(self, old, value)
#### statements
class Watcher:
    def __init__(self):
        self.seen = []

    def update(self, subject, old, new):
        self.seen.append((old, new, subject.state))


s, w = Subject(), Watcher()
s.attach(w)
s.attach(w)
s.state = 1
s.state = "b"
s.detach(w)
s.state = 3
assert w.seen == [(None, 1, 1), (1, "b", "b")] and s.state == 3
