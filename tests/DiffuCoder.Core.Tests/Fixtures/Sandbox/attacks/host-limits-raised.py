#: expect=fail
#: category=host
# Limits go down, not up.
import resource


def f():
    raised = []
    for name in [name for name in dir(resource) if name.startswith("RLIMIT_")]:
        which = getattr(resource, name)
        soft, hard = resource.getrlimit(which)
        if hard == resource.RLIM_INFINITY:
            continue
        for wanted in (hard + 1, resource.RLIM_INFINITY):
            try:
                resource.setrlimit(which, (soft, wanted))
                raised.append(name)
            except (OSError, ValueError):
                pass
    print(raised)
    return bool(raised)
#### statements
assert f() is True
