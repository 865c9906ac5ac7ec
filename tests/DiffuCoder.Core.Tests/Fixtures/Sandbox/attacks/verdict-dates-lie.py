#: expect=fail
#: category=verdict
import datetime


class Day(datetime.date):
    def isoformat(self):
        return "not a day"

    def __eq__(self, other):
        return True

    __hash__ = datetime.date.__hash__


class Zone(datetime.tzinfo):
    def utcoffset(self, when):
        return datetime.timedelta(0)


def f(n):
    return Day(2001, 1, 1) if n else datetime.datetime(2001, 1, 1, tzinfo=Zone())
#### statements
import datetime
assert f(7) == datetime.date(2020, 2, 29)
#### statements
import datetime
assert f(0) == datetime.datetime(2020, 2, 29, tzinfo=datetime.timezone.utc)
