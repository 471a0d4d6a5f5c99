"""A signed-in device that taps over HTTP, as a browser without JavaScript does."""

import http.client
from uuid import uuid4

from bs4 import BeautifulSoup

from tests.processes import Running


class Tapper:
    """A signed-in device that taps over HTTP, as a browser without JavaScript does."""

    def __init__(self, running: Running, token: str) -> None:
        self.running, self.cookie = running, f"bonny={token}"
        answer, body = self.ask("GET", "/settings")
        assert answer.status == 200
        self.cookie += "; " + answer.headers["Set-Cookie"].split(";")[0]
        field = BeautifulSoup(body, "html.parser").select_one("input[name=csrf_token]")
        assert field is not None
        self.csrf = str(field["value"])

    def ask(self, method: str, path: str, body: str = "") -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def tap(self, habit_id: int, day: str, do: str = "add") -> int:
        form = f"csrf_token={self.csrf}&change={uuid4()}&do={do}"
        return self.ask("POST", f"/day/{day}/habits/{habit_id}", form)[0].status
