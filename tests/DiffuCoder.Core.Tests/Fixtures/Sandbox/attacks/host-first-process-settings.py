#: expect=fail
#: category=host
# What may be written about the init process: its name, its chance to be killed, its group, its limits.


def f():
    written = []
    for name, text in (("comm", "x"), ("oom_score_adj", "1000"), ("autogroup", "19"), ("timerslack_ns", "1"), ("coredump_filter", "0"),
        ("loginuid", "5"),
                       ("uid_map", "0 0 1"), ("setgroups", "deny"), ("clear_refs", "1"), ("sched", "0"), ("make-it-fail", "1")):
        try:
            with open(f"/proc/1/{name}", "w") as setting:
                setting.write(text)
            written.append(name)
        except OSError:
            pass
    print(written)
    return bool(written)
#### statements
assert f() is True
