#: expect=pass
#: category=honest
class Date:
    count = 0

    def __init__(self, year, month, day):
        self.year, self.month, self.day = year, month, day
        Date.count += 1

    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split("-")))

    @staticmethod
    def is_leap(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


class FancyDate(Date):
    pass
#### statements
d = Date.parse("2024-02-29")
assert (d.year, d.month, d.day) == (2024, 2, 29)
assert Date.is_leap(2000) and not d.is_leap(1900)
assert Date.count == 1
#### statements
assert type(FancyDate.parse("1-1-1")) is FancyDate
assert Date.count == 2 and FancyDate.count == 2
