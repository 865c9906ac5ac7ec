# Given to the interpreter by -c: the modules arrive by the host's socket, so nothing of the kit lies on a disk that a program could read.
def boot():
    import builtins
    import json
    import os
    import struct
    import sys
    import types

    def read(count):
        data = b""
        while len(data) < count:
            part = os.read(0, count - len(data))
            if not part:
                os._exit(0)
            data += part
        return data

    sys.path = [path for path in sys.path if path]
    config = json.loads(read(struct.unpack(">I", read(4))[0]))
    sys.path += config["libraries"]
    for name, source in config["modules"]:
        module = sys.modules[name] = types.ModuleType(name)
        # built-in names of its own: a program that patches them meets its own patches, the harness goes on
        module.__builtins__ = dict(vars(builtins))
        exec(compile(source, f"<{name}>", "exec"), module.__dict__)
    config["harness"] = [name for name, _ in config.pop("modules")]
    sys.modules["template"].start(config)


boot()
