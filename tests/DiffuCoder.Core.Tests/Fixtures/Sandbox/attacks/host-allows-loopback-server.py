#: expect=pass
#: category=host
# A server and its client, both the program's.
import http.server
import threading
import urllib.request


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_):
        pass


def f(path):
    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}") as answer:
            text = answer.read().decode()
        server.shutdown()
    return text
#### statements
assert f('/a') == '/a'
