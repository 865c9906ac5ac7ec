#: expect=pass
#: category=honest
from datetime import date, datetime, time, timedelta, timezone


def business_days(start, n):
    day = start
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day


def age(born, today):
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def meeting():
    return datetime(2024, 3, 10, 9, 30, tzinfo=timezone.utc), time(9, 30), timedelta(hours=1, minutes=15)
#### statements
from datetime import date, datetime, time, timedelta, timezone
assert business_days(date(2024, 5, 3), 2) == date(2024, 5, 7) and age(date(2000, 5, 2), date(2024, 5, 1)) == 23
start, clock, length = meeting()
assert start + length == datetime(2024, 3, 10, 10, 45, tzinfo=timezone.utc) and clock == time(9, 30) and length.total_seconds() == 4500
assert start.isoformat() == "2024-03-10T09:30:00+00:00" and f"{start:%d %b %Y}" == "10 Mar 2024" and isinstance(start, date)
