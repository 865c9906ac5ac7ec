#: expect=pass
#: category=host
# Sockets with a name in the private folder, pipes and descriptors passed between its own processes.
import os
import socket


def f(text):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("/tmp/s")
        server.listen()
        if os.fork() == 0:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect("/tmp/s")
                socket.send_fds(client, [text.encode()], [os.open("/dev/null", os.O_RDONLY)])
            os._exit(0)
        connection, _ = server.accept()
        data, descriptors, _, _ = socket.recv_fds(connection, 100, 1)
        os.wait()
    os.unlink("/tmp/s")
    return data.decode(), len(descriptors)
#### statements
assert f('hello') == ('hello', 1)
