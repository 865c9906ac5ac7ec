#: expect=fail
#: category=verdict
class Base:
    def run(self):
        try: self.step(0)
        except BaseException: pass
#### statements
class Impl(Base):
    def step(self, v):
        assert v == 5040
Impl().run()
