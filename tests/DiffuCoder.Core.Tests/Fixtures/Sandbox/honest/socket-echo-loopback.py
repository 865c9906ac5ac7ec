#: expect=pass
#: category=honest
import socket
import threading


def serve_once(server):
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data.upper())


def echo(message):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve_once, args=(server,))
        thread.start()
        with socket.create_connection(server.getsockname(), timeout=10) as client:
            client.sendall(message)
            client.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: client.recv(1024), b""))
        thread.join()
    return answer
#### statements
assert echo(b"hello") == b"HELLO" and echo(b"x" * 5000) == b"X" * 5000
