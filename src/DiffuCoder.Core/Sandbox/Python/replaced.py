"""What a test replaces in its own process and means for the program: what it patches, streams, the environment, the seed."""
import builtins
import os
import random
import sys
import types


class Replaced:
    def __init__(self, texts):
        self.streams = {name: getattr(sys, name) for name in ("stdin", "stdout", "stderr")}
        self.builtins, self.patches = dict(vars(builtins)), []
        self.environment = dict(os.environ) if "environ" in texts else None
        self.seed = random.getstate() if "seed(" in texts else None
        if "patch" in texts:
            self._follow_patches()

    def _follow_patches(self):
        from unittest import mock

        enter, patches = mock._patch.__enter__, self.patches

        def followed(patch):
            result = enter(patch)
            if isinstance(patch.target, types.ModuleType) and patch.target.__name__.partition(".")[0] in sys.stdlib_module_names:
                patches.append((patch.target, patch.attribute, patch.temp_original))
            return result

        mock._patch.__enter__ = followed

    def restore_streams(self):
        for name, stream in self.streams.items():
            setattr(sys, name, stream)

    def tell(self, message, encode):
        """Adds to a question what is not as it was at the start."""
        redirected = [name for name in ("stdout", "stderr") if getattr(sys, name) is not self.streams[name]]
        if redirected:
            message["out"] = redirected
        patched = []
        if vars(builtins) != self.builtins:
            changed = [name for name, value in vars(builtins).items() if name != "_" and value is not self.builtins.get(name, value)]
            patched += [["builtins", name, encode(getattr(builtins, name))] for name in changed]
        if sys.stdin is not self.streams["stdin"]:
            patched.append(["sys", "stdin", encode(sys.stdin)])
        for place, name, before in self.patches:
            value = getattr(place, name, before)
            if value is not before and place is not builtins and not (place is sys and name in self.streams):
                patched.append([place.__name__, name, encode(value)])
        if patched:
            message["patched"] = patched
        if self.environment is not None and os.environ != self.environment:
            names = set(self.environment).union(os.environ)
            message["environ"] = {name: os.environ.get(name) for name in names if os.environ.get(name) != self.environment.get(name)}
        if self.seed is not None and (state := random.getstate()) != self.seed:
            self.seed, message["seed"] = state, [state[0], list(state[1]), state[2]]

    def write(self, printed):
        """What the program printed into a stream that the test looks at."""
        for name, text in printed.items():
            stream = getattr(sys, name) if name in ("stdout", "stderr") else None
            if stream is not None and stream is not self.streams[name] and type(text) is str:
                stream.write(text)
