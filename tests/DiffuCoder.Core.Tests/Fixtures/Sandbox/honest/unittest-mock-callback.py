#: expect=pass
#: category=honest
def notify(users, send):
    sent = 0
    for user in users:
        if user.get("email"):
            send(user["email"], subject="News")
            sent += 1
    return sent


class Service:
    def __init__(self, client):
        self.client = client

    def titles(self):
        return [row["title"] for row in self.client.get("/posts").json()]
#### statements
from unittest.mock import Mock, call
send = Mock()
assert notify([{"email": "a@x"}, {}, {"email": "b@x"}], send) == 2
assert send.call_args_list == [call("a@x", subject="News"), call("b@x", subject="News")]
#### statements
client = Mock()
client.get.return_value.json.return_value = [{"title": "T"}]
assert Service(client).titles() == ["T"]
client.get.assert_called_once_with("/posts")
