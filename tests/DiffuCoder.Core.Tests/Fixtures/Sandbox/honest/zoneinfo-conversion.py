#: expect=pass
#: category=honest
from datetime import datetime
from zoneinfo import ZoneInfo


def convert(when, zone):
    return when.astimezone(ZoneInfo(zone))
#### statements
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
utc = datetime(2024, 7, 1, 12, tzinfo=ZoneInfo("UTC"))
berlin = convert(utc, "Europe/Berlin")
assert berlin.hour == 14 and berlin == utc and berlin.utcoffset() == timedelta(hours=2) and berlin.tzname() == "CEST"
