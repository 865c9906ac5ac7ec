#: expect=pass
#: category=honest
import os
import socketserver
import socket
import tempfile
import threading


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline()[::-1])


def ask(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s")
        with socketserver.UnixStreamServer(path, Handler) as server:
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(path)
                client.sendall(text + b"\n")
                answer = client.makefile("rb").read()
            thread.join()
    return answer.strip()
#### statements
assert ask(b"stressed") == b"desserts"
